-- notice_rest: what is still to come of orders, with the day that was told last.
-- reads: order_line, peg, product. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: one row an order and product; the latest of several days, none where one is unknown.
SELECT
    l.order_id, p.sku, p.name, sum(l.ordered - l.shipped - l.cancelled)::bigint,
    CASE WHEN bool_and(w.known) THEN max(w.on_day)::text END
FROM order_line AS l
JOIN product AS p ON p.id = l.product_id
LEFT JOIN LATERAL (
    SELECT max(g.promised_on) AS on_day, bool_and(g.promised_on IS NOT NULL) AS known
    FROM peg AS g
    WHERE g.line_id = l.id
) AS w ON true
WHERE l.order_id = ANY(%(orders)s::bigint[]) AND l.ordered > l.shipped + l.cancelled
GROUP BY l.order_id, p.sku, p.name
ORDER BY l.order_id, p.sku -- unique: a product has one sku
