-- stock_policies_save: write new and changed stock policies, and tell which were new.
-- reads: product, location. writes: stock_policy.
-- parameters: columns as arrays: sku, location, method, reorder_point, order_up_to, safety_stock,
--   demand_mean, demand_sd, lead_time_days, review_days, service_target, abc, xyz, reason,
--   override_reorder_point, override_order_up_to, override_until, override_by, override_reason; and
--   set_at.
-- invariant: one policy for each product and place, which exist.
INSERT INTO stock_policy (
    product_id, location_id, method, reorder_point, order_up_to, safety_stock, demand_mean,
    demand_sd, lead_time_days, review_days, service_target, abc, xyz, reason,
    override_reorder_point, override_order_up_to, override_until, override_by, override_reason,
    set_at
)
SELECT
    product.id, location.id, given.method, given.reorder_point, given.order_up_to,
    given.safety_stock, given.demand_mean, given.demand_sd, given.lead_time_days,
    given.review_days, given.service_target, given.abc, given.xyz, given.reason::jsonb,
    given.override_reorder_point, given.override_order_up_to, given.override_until,
    given.override_by, given.override_reason, %(set_at)s::timestamptz
FROM unnest(
    %(sku)s::text[], %(location)s::text[], %(method)s::text[], %(reorder_point)s::bigint[],
    %(order_up_to)s::bigint[], %(safety_stock)s::bigint[], %(demand_mean)s::float8[],
    %(demand_sd)s::float8[], %(lead_time_days)s::float8[], %(review_days)s::int[],
    %(service_target)s::float8[], %(abc)s::text[], %(xyz)s::text[], %(reason)s::text[],
    %(override_reorder_point)s::bigint[], %(override_order_up_to)s::bigint[],
    %(override_until)s::date[], %(override_by)s::text[], %(override_reason)s::text[]
) AS given (
    sku, location, method, reorder_point, order_up_to, safety_stock, demand_mean, demand_sd,
    lead_time_days, review_days, service_target, abc, xyz, reason, override_reorder_point,
    override_order_up_to, override_until, override_by, override_reason
)
JOIN product ON product.sku = given.sku
JOIN location ON location.code = given.location
ORDER BY product.id, location.id -- unique: a product and place stand once in a request
ON CONFLICT (product_id, location_id) DO UPDATE SET
    method = excluded.method, reorder_point = excluded.reorder_point,
    order_up_to = excluded.order_up_to, safety_stock = excluded.safety_stock,
    demand_mean = excluded.demand_mean, demand_sd = excluded.demand_sd,
    lead_time_days = excluded.lead_time_days, review_days = excluded.review_days,
    service_target = excluded.service_target, abc = excluded.abc, xyz = excluded.xyz,
    reason = excluded.reason, override_reorder_point = excluded.override_reorder_point,
    override_order_up_to = excluded.override_order_up_to,
    override_until = excluded.override_until, override_by = excluded.override_by,
    override_reason = excluded.override_reason, set_at = excluded.set_at
RETURNING xmax = 0
