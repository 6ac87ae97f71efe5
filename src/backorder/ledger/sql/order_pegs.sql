-- order_pegs: the open units of some orders, with the supplies they wait for.
-- reads: order_line, peg, supply. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: the products of the orders are locked.
SELECT
    g.order_id, g.line_id, g.n, g.product_id, coalesce(g.supply_id, 0), g.quantity,
    coalesce(s.kind, 'unknown'), s.location_id, g.released
FROM order_line AS l
JOIN peg AS g ON g.line_id = l.id
LEFT JOIN supply AS s ON s.id = g.supply_id
WHERE l.order_id = ANY(%(orders)s::bigint[])
ORDER BY g.line_id, g.n
