-- notice_offerable: what some orders wait for and may have instead, by product.
-- reads: order_line, peg, supply, sales_order, product. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: one row an order and product, in the order of the lines; no day where one unit has none;
--   the last column tells whether a unit comes later than the customer asked for; what is released to be picked is on the shelf, and so is not among it.
SELECT
    l.order_id, p.sku, coalesce(nullif(p.name, ''), p.sku), p.category, sum(g.quantity)::bigint,
    CASE WHEN bool_or(g.promised_on IS NULL) THEN NULL ELSE max(g.promised_on) END,
    min(l.unit_price), o.currency, o.destination,
    bool_or(l.requested_on IS NULL OR g.promised_on IS NULL OR g.promised_on > l.requested_on)
FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS p ON p.id = l.product_id
JOIN peg AS g ON g.line_id = l.id
LEFT JOIN supply AS s ON s.id = g.supply_id
WHERE l.order_id = ANY(%(orders)s::bigint[]) AND s.kind IS DISTINCT FROM 'stock'
GROUP BY l.order_id, o.id, p.id
ORDER BY l.order_id, min(l.line_no) -- unique: a number is of one line
