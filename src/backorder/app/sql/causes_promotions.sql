-- causes_promotions: when some products were promoted, and since when that was known.
-- reads: promotion. writes: nothing.
-- parameters: products (int8 array).
-- invariant: one row of arrays: product, begins, ends, known (milliseconds since 1970), uplift
--   (percent). Days are whole; the last one is over when the next begins. Withdrawn ones are left out.
SELECT
    array_agg(product_id) AS product,
    array_agg((extract(epoch FROM from_on) * 1000)::bigint) AS begins,
    array_agg((extract(epoch FROM to_on + 1) * 1000)::bigint) AS ends,
    array_agg((extract(epoch FROM set_at) * 1000)::bigint) AS known,
    array_agg(uplift::bigint) AS uplift
FROM promotion
WHERE product_id = ANY(%(products)s::bigint[]) AND NOT withdrawn
