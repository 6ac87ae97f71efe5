-- work_waiting: which of some orders still wait for goods.
-- reads: order_line, peg, supply. writes: nothing.
-- parameters: orders (ids).
-- invariant: a unit that is pegged to anything but stock, or to nothing, waits.
SELECT DISTINCT l.order_id
FROM order_line AS l
JOIN peg AS g ON g.line_id = l.id
LEFT JOIN supply AS s ON s.id = g.supply_id AND s.kind = 'stock'
WHERE l.order_id = ANY(%(orders)s::bigint[]) AND s.id IS NULL
ORDER BY l.order_id
