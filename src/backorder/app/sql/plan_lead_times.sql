-- plan_lead_times: what was learned of lead times before.
-- reads: lead_time. writes: nothing.
-- parameters: none.
-- invariant: one row per supplier and product; product 0 is the supplier as a whole.
SELECT
    supplier_id, coalesce(product_id, 0), deliveries, log_mean, log_spread, freedom, stated_days,
    p50_days, p80_days, p95_days, short_rate, reject_rate
FROM lead_time
ORDER BY supplier_id, product_id
