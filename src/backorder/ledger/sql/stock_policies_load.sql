-- stock_policies_load: stock policies as they stand, locked until the change is done.
-- reads: stock_policy, product, location. writes: nothing (row locks).
-- parameters: sku, location (arrays side by side).
-- invariant: ascending id, as every lock of rows.
SELECT
    product.sku, location.code, p.method, p.reorder_point, p.order_up_to, p.safety_stock,
    p.demand_mean, p.demand_sd, p.lead_time_days, p.review_days, p.service_target, p.abc, p.xyz,
    p.reason, p.override_reorder_point, p.override_order_up_to, p.override_until, p.override_by,
    p.override_reason
FROM unnest(%(sku)s::text[], %(location)s::text[]) AS given (sku, location)
JOIN product ON product.sku = given.sku
JOIN location ON location.code = given.location
JOIN stock_policy AS p ON p.product_id = product.id AND p.location_id = location.id
ORDER BY p.id
FOR NO KEY UPDATE OF p
