-- page_product_forecast: what a product will be asked for, place by place.
-- reads: forecast, location. writes: nothing.
-- parameters: product (id).
-- invariant: one row a place.
SELECT
    l.code, f.first_on, f.mean, f.base, f.p50, f.p80, f.p95, f.size, f.uplift, f.method, f.made_at
FROM forecast AS f
JOIN location AS l ON l.id = f.location_id
WHERE f.product_id = %(product)s::bigint
ORDER BY l.priority, l.id
