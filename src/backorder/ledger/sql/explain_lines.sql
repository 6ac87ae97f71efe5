-- explain_lines: the lines of an order, with what its customer asked for.
-- reads: sales_order, order_line, product, customer. writes: nothing.
-- parameters: order.
-- invariant: one row per line.
SELECT
    l.id, p.sku, coalesce(nullif(p.name, ''), p.sku), l.ordered, l.shipped, l.cancelled,
    l.requested_on, l.promise_quantile, o.wait_until, o.ship, o.channel,
    coalesce(c.customer_class, '')
FROM sales_order AS o
JOIN order_line AS l ON l.order_id = o.id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE o.id = %(order)s::bigint
ORDER BY l.id
