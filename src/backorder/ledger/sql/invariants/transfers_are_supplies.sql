-- name: transfers_are_supplies
-- invariant: Every transfer line's supply holds what is still on the way, for the same product and
--   destination; a line without a supply has nothing on the way.
-- law: 3
-- reads: transfer_line, transfer, supply
-- writes: nothing
-- parameters: none
WITH line AS (
    SELECT
        l.id, l.transfer_id, l.line_no, l.product_id, t.destination_id,
        l.sent - l.received - l.damaged - l.lost AS open
    FROM transfer_line l
    JOIN transfer t ON t.id = l.transfer_id
)
SELECT l.transfer_id AS transfer, l.line_no, l.open, s.id AS supply_id, s.quantity
FROM line l
LEFT JOIN supply s ON s.transfer_line_id = l.id
WHERE l.open <> coalesce(s.quantity, 0)
    OR s.kind <> 'transfer'
    OR s.product_id <> l.product_id
    OR s.location_id <> l.destination_id
ORDER BY l.transfer_id, l.line_no
