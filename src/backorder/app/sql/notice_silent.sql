-- notice_silent: orders of customers that wait, and of which nothing was told for a while.
-- reads: sales_order, peg, supply, product, notice. writes: nothing.
-- parameters: before, limit.
-- invariant: one row an order and product; the latest of several days, none where one is unknown.
WITH quiet AS (
    SELECT o.id, o.customer_id, o.placed_at
    FROM sales_order AS o
    WHERE
        o.customer_id IS NOT NULL AND o.placed_at < %(before)s::timestamptz
        AND EXISTS (
            SELECT FROM peg AS g
            LEFT JOIN supply AS s ON s.id = g.supply_id
            WHERE g.order_id = o.id AND s.kind IS DISTINCT FROM 'stock'
        )
        AND NOT EXISTS (
            SELECT FROM notice AS n
            WHERE n.order_id = o.id AND n.created_at >= %(before)s::timestamptz
        )
    ORDER BY o.id
    LIMIT %(limit)s::int
)

SELECT
    q.id, q.customer_id, q.placed_at::date::text, p.sku, p.name, sum(g.quantity)::bigint,
    CASE WHEN bool_and(g.promised_on IS NOT NULL) THEN max(g.promised_on)::text END
FROM quiet AS q
JOIN peg AS g ON g.order_id = q.id
JOIN product AS p ON p.id = g.product_id
LEFT JOIN supply AS s ON s.id = g.supply_id
WHERE s.kind IS DISTINCT FROM 'stock'
GROUP BY q.id, q.customer_id, q.placed_at, p.sku, p.name
ORDER BY q.id, p.sku -- unique: grouped by these
