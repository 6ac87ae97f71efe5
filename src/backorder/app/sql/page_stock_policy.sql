-- page_stock_policy: all that is known of one stock policy.
-- reads: stock_policy, product, location. writes: nothing.
-- parameters: sku, location (codes).
-- invariant: one row, or none.
SELECT
    p.sku, p.name, p.unit_cost, p.currency, l.code AS location, k.method, k.reorder_point,
    k.order_up_to, k.safety_stock, k.demand_mean, k.demand_sd, k.lead_time_days, k.review_days,
    k.service_target, k.abc, k.xyz, k.reason, k.set_at, k.override_reorder_point,
    k.override_order_up_to, k.override_until, k.override_by, k.override_reason
FROM stock_policy AS k
JOIN product AS p ON p.id = k.product_id
JOIN location AS l ON l.id = k.location_id
WHERE p.sku = %(sku)s AND l.code = %(location)s
