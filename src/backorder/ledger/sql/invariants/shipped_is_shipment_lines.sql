-- name: shipped_is_shipment_lines
-- invariant: What a line says is shipped or returned is the sum of its shipment or return lines.
-- law: 1
-- reads: order_line, shipment_line, return_line
-- writes: nothing
-- parameters: none
WITH sent AS (
    SELECT order_line_id, sum(quantity) AS quantity FROM shipment_line GROUP BY order_line_id
),
back AS (
    SELECT order_line_id, sum(good + damaged) AS quantity FROM return_line GROUP BY order_line_id
)
SELECT
    l.order_id, l.line_no, l.id AS line_id, l.shipped,
    coalesce(s.quantity, 0)::bigint AS shipment_lines, l.returned,
    coalesce(b.quantity, 0)::bigint AS return_lines
FROM order_line l
LEFT JOIN sent s ON s.order_line_id = l.id
LEFT JOIN back b ON b.order_line_id = l.id
WHERE l.shipped <> coalesce(s.quantity, 0)
    OR l.returned <> coalesce(b.quantity, 0)
    OR l.returned > l.shipped
ORDER BY l.id
