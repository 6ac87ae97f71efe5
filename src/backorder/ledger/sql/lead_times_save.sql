-- lead_times_save: keep what was learned of some pairs of supplier and product, and forget others.
-- reads: nothing. writes: lead_time.
-- parameters: n_supplier, n_product (int8 arrays, product 0 for the supplier as a whole) with what
--   was learned as float8 arrays: deliveries, log_mean, log_spread, freedom, stated_days, p50_days,
--   p80_days, p95_days, short_rate, reject_rate; f_supplier, f_product, the pairs to forget; at.
-- invariant: the products are locked; no pair is in both.
WITH forgotten AS (
    DELETE FROM lead_time AS t
    USING unnest(%(f_supplier)s::bigint[], %(f_product)s::bigint[]) AS f (supplier, product)
    WHERE t.supplier_id = f.supplier AND coalesce(t.product_id, 0) = f.product
)
INSERT INTO lead_time (
    supplier_id, product_id, deliveries, log_mean, log_spread, freedom, stated_days, p50_days,
    p80_days, p95_days, short_rate, reject_rate, fitted_at
)
SELECT
    n.supplier, nullif(n.product, 0), n.deliveries, n.log_mean, n.log_spread, n.freedom,
    n.stated_days, n.p50_days, n.p80_days, n.p95_days, n.short_rate, n.reject_rate,
    %(at)s::timestamptz
FROM unnest(
    %(n_supplier)s::bigint[], %(n_product)s::bigint[], %(deliveries)s::float8[],
    %(log_mean)s::float8[], %(log_spread)s::float8[], %(freedom)s::float8[],
    %(stated_days)s::float8[], %(p50_days)s::float8[], %(p80_days)s::float8[],
    %(p95_days)s::float8[], %(short_rate)s::float8[], %(reject_rate)s::float8[]
) AS n (
    supplier, product, deliveries, log_mean, log_spread, freedom, stated_days, p50_days, p80_days,
    p95_days, short_rate, reject_rate
)
ORDER BY n.supplier, n.product -- unique: no pair twice
ON CONFLICT (supplier_id, product_id) DO UPDATE SET
    deliveries = excluded.deliveries, log_mean = excluded.log_mean,
    log_spread = excluded.log_spread, freedom = excluded.freedom,
    stated_days = excluded.stated_days, p50_days = excluded.p50_days,
    p80_days = excluded.p80_days, p95_days = excluded.p95_days,
    short_rate = excluded.short_rate, reject_rate = excluded.reject_rate,
    fitted_at = excluded.fitted_at
