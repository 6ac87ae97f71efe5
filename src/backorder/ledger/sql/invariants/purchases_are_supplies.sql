-- name: purchases_are_supplies
-- invariant: Every approved purchase line's supply holds what is still to come, for the same product,
--   place and supplier; a line without a supply has nothing to come, and a draft's line has none.
-- law: 3
-- reads: purchase_line, purchase_order, supply
-- writes: nothing
-- parameters: none
WITH line AS (
    SELECT
        l.id, l.purchase_order_id, l.line_no, l.product_id, o.location_id, o.supplier_id,
        o.approved_at IS NULL AS draft,
        CASE WHEN o.approved_at IS NULL THEN 0
            ELSE greatest(0, l.ordered - l.received - l.damaged - l.cancelled + l.over)
        END AS open
    FROM purchase_line l
    JOIN purchase_order o ON o.id = l.purchase_order_id
)
SELECT l.purchase_order_id AS purchase_order, l.line_no, l.open, s.id AS supply_id, s.quantity
FROM line l
LEFT JOIN supply s ON s.purchase_line_id = l.id
WHERE l.open <> coalesce(s.quantity, 0)
    OR s.kind <> 'purchase'
    OR s.product_id <> l.product_id
    OR s.location_id <> l.location_id
    OR (s.id IS NOT NULL AND (l.draft OR s.supplier_id IS DISTINCT FROM l.supplier_id))
ORDER BY l.purchase_order_id, l.line_no
