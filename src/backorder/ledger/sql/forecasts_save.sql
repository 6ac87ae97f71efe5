-- forecasts_save: write forecasts that are new or differ, and tell which were new.
-- reads: product, location. writes: forecast.
-- parameters: columns as arrays: sku, location, first_on, size, method, uplift; mean, base, p50,
--   p80, p95 (each an array as text); and made_at.
-- invariant: one forecast for each product and place, which exist; what is as it was stays.
INSERT INTO forecast (
    product_id, location_id, first_on, size, method, uplift, mean, base, p50, p80, p95, made_at
)
SELECT
    product.id, location.id, given.first_on, given.size, given.method, given.uplift,
    given.mean::float8[], given.base::float8[], given.p50::bigint[], given.p80::bigint[],
    given.p95::bigint[], %(made_at)s::timestamptz
FROM unnest(
    %(sku)s::text[], %(location)s::text[], %(first_on)s::date[], %(size)s::float8[],
    %(method)s::text[], %(uplift)s::float8[], %(mean)s::text[], %(base)s::text[], %(p50)s::text[],
    %(p80)s::text[], %(p95)s::text[]
) AS given (sku, location, first_on, size, method, uplift, mean, base, p50, p80, p95)
JOIN product ON product.sku = given.sku
JOIN location ON location.code = given.location
ORDER BY product.id, location.id -- unique: a product and place stand once in a request
ON CONFLICT (product_id, location_id) DO UPDATE SET
    first_on = excluded.first_on, size = excluded.size, method = excluded.method,
    uplift = excluded.uplift, mean = excluded.mean, base = excluded.base, p50 = excluded.p50,
    p80 = excluded.p80, p95 = excluded.p95, made_at = excluded.made_at
WHERE (
    forecast.first_on, forecast.size, forecast.method, forecast.uplift, forecast.mean,
    forecast.base, forecast.p50, forecast.p80, forecast.p95
) IS DISTINCT FROM (
    excluded.first_on, excluded.size, excluded.method, excluded.uplift, excluded.mean,
    excluded.base, excluded.p50, excluded.p80, excluded.p95
)
RETURNING xmax = 0
