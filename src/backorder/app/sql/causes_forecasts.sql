-- causes_forecasts: the weeks for which a forecast of some products is kept, and when it was made.
-- reads: forecast. writes: nothing.
-- parameters: products (int8 array).
-- invariant: one row a product and week, by both: units a day at all places, without promotions.
SELECT
    f.product_id, (extract(epoch FROM f.first_on + (w.n::int - 1) * 7) * 1000)::bigint,
    sum(w.units) / 7.0
FROM forecast AS f
CROSS JOIN LATERAL unnest(f.base) WITH ORDINALITY AS w (units, n)
WHERE f.product_id = ANY(%(products)s::bigint[])
GROUP BY f.product_id, f.first_on + (w.n::int - 1) * 7
ORDER BY f.product_id, f.first_on + (w.n::int - 1) * 7
