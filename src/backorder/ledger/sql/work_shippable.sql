-- work_shippable: orders with something to ship, the oldest first.
-- reads: peg, supply, order_line, sales_order. writes: nothing.
-- parameters: today (lines asked for later wait, and orders that wait until a later day), limit (orders).
-- invariant: an order that ships complete is listed once all its open units are on stock.
SELECT g.order_id
FROM peg AS g
JOIN sales_order AS o ON o.id = g.order_id
JOIN order_line AS l ON l.id = g.line_id
LEFT JOIN supply AS s ON s.id = g.supply_id AND s.kind = 'stock'
WHERE o.wait_until IS NULL OR o.wait_until <= %(today)s::date
GROUP BY g.order_id, o.ship
HAVING bool_or(s.id IS NOT NULL)
    AND (o.ship = 'as_available' OR bool_and(s.id IS NOT NULL))
    AND coalesce(max(l.requested_on) FILTER (WHERE s.id IS NOT NULL) <= %(today)s::date, true)
ORDER BY g.order_id
LIMIT %(limit)s::bigint
