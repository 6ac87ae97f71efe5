-- alternatives_baskets: in how many orders two products stand.
-- reads: order_line, sales_order. writes: nothing.
-- parameters: since.
-- invariant: each pair once, the smaller id first; orders of more than 20 lines say nothing of taste.
WITH basket AS (
    SELECT DISTINCT l.order_id, l.product_id
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    WHERE o.placed_at >= %(since)s::timestamptz
),
small AS (
    SELECT order_id FROM basket GROUP BY order_id HAVING count(*) BETWEEN 2 AND 20
)
SELECT a.product_id, b.product_id, count(*)::int
FROM small AS s
JOIN basket AS a ON a.order_id = s.order_id
JOIN basket AS b ON b.order_id = s.order_id AND b.product_id > a.product_id
GROUP BY a.product_id, b.product_id
HAVING count(*) >= 2
ORDER BY a.product_id, b.product_id -- unique: grouped by both
