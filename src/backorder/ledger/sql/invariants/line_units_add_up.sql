-- name: line_units_add_up
-- invariant: Every unit a line ordered is shipped, cancelled, or in exactly one of its pegs.
-- law: 2
-- reads: order_line, peg
-- writes: nothing
-- parameters: none
WITH claim AS (
    SELECT line_id, sum(quantity) AS quantity
    FROM peg
    GROUP BY line_id
)
SELECT
    l.order_id, l.line_no, l.id AS line_id, l.ordered, l.shipped, l.cancelled,
    coalesce(c.quantity, 0)::bigint AS pegs
FROM order_line l
LEFT JOIN claim c ON c.line_id = l.id
WHERE l.ordered <> l.shipped + l.cancelled + coalesce(c.quantity, 0)
ORDER BY l.id
