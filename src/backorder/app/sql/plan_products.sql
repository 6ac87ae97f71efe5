-- plan_products: products that are or were known, since when, and whether they may be sold ahead.
-- reads: product, stock_movement, supply, policy. writes: nothing.
-- parameters: today (a day).
-- invariant: one row a product; the nearest rule counts, of several the latest begun.
WITH seen AS (
    SELECT product_id, min(at) AS at FROM stock_movement GROUP BY product_id
),
coming AS (
    SELECT DISTINCT product_id FROM supply WHERE kind = 'purchase'
),
ruled AS (
    SELECT p.id, 1 AS distance, r.mode, r.valid_from
    FROM policy AS r
    JOIN product AS p ON p.sku = r.match
    WHERE r.scope = 'product' AND coalesce(r.valid_from <= %(today)s::date, true)
        AND coalesce(r.valid_until >= %(today)s::date, true)
    UNION ALL
    SELECT p.id, 2, r.mode, r.valid_from
    FROM policy AS r
    JOIN product AS p ON p.category = r.match
    WHERE r.scope = 'category' AND coalesce(r.valid_from <= %(today)s::date, true)
        AND coalesce(r.valid_until >= %(today)s::date, true)
    UNION ALL
    SELECT p.id, 3, r.mode, r.valid_from
    FROM policy AS r
    CROSS JOIN product AS p
    WHERE r.scope = 'default' AND coalesce(r.valid_from <= %(today)s::date, true)
        AND coalesce(r.valid_until >= %(today)s::date, true)
),
nearest AS (
    SELECT DISTINCT ON (id) id, mode
    FROM ruled
    ORDER BY id, distance, valid_from DESC NULLS LAST -- unique: one rule a scope, match and day
)
SELECT
    p.id, p.sku, p.category, p.discontinued, seen.at, coming.product_id IS NOT NULL,
    coalesce(nearest.mode = 'deny', false)
FROM product AS p
LEFT JOIN seen ON seen.product_id = p.id
LEFT JOIN coming ON coming.product_id = p.id
LEFT JOIN nearest ON nearest.id = p.id
ORDER BY p.id
