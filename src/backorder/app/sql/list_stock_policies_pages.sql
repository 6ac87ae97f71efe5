-- list_stock_policies_pages: how much of each product each place is to hold.
-- reads: stock_policy, product, location. writes: nothing.
-- parameters: none.
-- invariant: one row a product and place; a person's numbers, where there are any, stand beside
--   those that were worked out, with the last day on which they count.
SELECT
    k.product_id AS _place, k.location_id AS _place2,
    p.sku, p.name, l.code AS location, k.method, k.abc, k.xyz, k.reorder_point, k.order_up_to,
    k.safety_stock, round(k.demand_mean::numeric * 7, 1)::float8 AS demand_week,
    round(k.service_target::numeric, 1)::float8 AS service,
    (k.safety_stock + (k.order_up_to - k.reorder_point) / 2) * p.unit_cost AS value, p.currency,
    p.currency AS _currency, k.override_reorder_point, k.override_order_up_to, k.override_until
FROM stock_policy AS k
JOIN product AS p ON p.id = k.product_id
JOIN location AS l ON l.id = k.location_id
