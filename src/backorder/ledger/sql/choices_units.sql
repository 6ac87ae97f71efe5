-- choices_units: what is open of an order and not being picked, with where and when it can leave.
-- reads: order_line, peg, supply, sales_order. writes: nothing.
-- parameters: order (id).
-- invariant: one row a peg; no location where no supply stands behind it.
SELECT o.destination, s.location_id, s.available_on, g.quantity
FROM sales_order AS o
JOIN order_line AS l ON l.order_id = o.id
JOIN peg AS g ON g.line_id = l.id
LEFT JOIN supply AS s ON s.id = g.supply_id
WHERE o.id = %(order)s::bigint AND NOT g.released
ORDER BY g.line_id, g.n
