-- outages_effect: whom and how much some changed promises concern.
-- reads: sales_order, order_line, product. writes: nothing.
-- parameters: order (ids), sku, quantity (arrays side by side).
-- invariant: one row. An order with several lines of a product counts each unit at the first line's price.
WITH changed AS (
    SELECT o.id, o.customer_id, o.currency, given.quantity, given.quantity * line.unit_price AS value
    FROM unnest(%(order)s::bigint[], %(sku)s::text[], %(quantity)s::bigint[])
        AS given (order_id, sku, quantity)
    JOIN sales_order AS o ON o.id = given.order_id
    JOIN product AS p ON p.sku = given.sku
    CROSS JOIN LATERAL (
        SELECT l.unit_price
        FROM order_line AS l
        WHERE l.order_id = o.id AND l.product_id = p.id
        ORDER BY l.id
        LIMIT 1
    ) AS line
)
SELECT
    count(DISTINCT id), count(DISTINCT customer_id), coalesce(sum(quantity), 0)::bigint,
    (
        SELECT coalesce(jsonb_object_agg(currency, value), '{}'::jsonb)
        FROM (SELECT currency, sum(value)::bigint AS value FROM changed GROUP BY currency) AS money
    )
FROM changed
