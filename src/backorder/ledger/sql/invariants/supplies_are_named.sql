-- name: supplies_are_named
-- invariant: A supply is called after its place, its purchase line or its own number.
-- law: 10
-- reads: supply, location, purchase_line
-- writes: nothing
-- parameters: none
WITH named AS (
    SELECT
        s.id, s.name,
        CASE s.kind
            WHEN 'stock' THEN 'stock@' || l.code
            WHEN 'purchase' THEN
                'PO-' || lpad(p.purchase_order_id::text, greatest(6, length(p.purchase_order_id::text)), '0')
                || '/' || p.line_no
            WHEN 'planned' THEN 'PS-' || lpad(s.id::text, greatest(6, length(s.id::text)), '0')
        END AS expected
    FROM supply s
    JOIN location l ON l.id = s.location_id
    LEFT JOIN purchase_line p ON p.id = s.purchase_line_id
)
SELECT id AS supply_id, name, expected
FROM named
WHERE name <> expected
ORDER BY id
