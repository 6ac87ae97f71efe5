-- name: supplies_are_named
-- invariant: A supply is called after its place, its purchase or transfer line, or its own number.
-- law: 10
-- reads: supply, location, purchase_line, transfer_line
-- writes: nothing
-- parameters: none
WITH numbered AS (
    SELECT
        s.id, s.name, s.kind, l.code, coalesce(p.line_no, t.line_no) AS line_no,
        coalesce(p.purchase_order_id, t.transfer_id, s.id)::text AS number
    FROM supply s
    JOIN location l ON l.id = s.location_id
    LEFT JOIN purchase_line p ON p.id = s.purchase_line_id
    LEFT JOIN transfer_line t ON t.id = s.transfer_line_id
),
padded AS (
    SELECT id, name, kind, code, line_no, lpad(number, greatest(6, length(number)), '0') AS number
    FROM numbered
),
named AS (
    SELECT
        id, name,
        CASE kind
            WHEN 'stock' THEN 'stock@' || code
            WHEN 'purchase' THEN 'PO-' || number || '/' || line_no
            WHEN 'transfer' THEN 'TR-' || number || '/' || line_no
            WHEN 'planned' THEN 'PS-' || number
        END AS expected
    FROM padded
)
SELECT id AS supply_id, name, expected
FROM named
WHERE name <> expected
ORDER BY id
