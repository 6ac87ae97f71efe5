-- supplier_items_save: write new and changed supplier items, and tell which were new.
-- reads: supplier, product. writes: supplier_item.
-- parameters: columns as arrays: supplier, sku, unit_cost, moq, multiple, lead_time_days,
--   spread_days, capacity_per_week, priority, price_breaks, emergency_days, emergency_extra.
-- invariant: a supplier offers a product once; supplier and product exist.
INSERT INTO supplier_item (
    supplier_id, product_id, unit_cost, moq, multiple, lead_time_days, spread_days,
    capacity_per_week, priority, price_breaks, emergency_days, emergency_extra
)
SELECT
    supplier.id, product.id, given.unit_cost, given.moq, given.multiple, given.lead_time_days,
    given.spread_days, given.capacity_per_week, given.priority, given.price_breaks::jsonb,
    given.emergency_days, given.emergency_extra
FROM unnest(
    %(supplier)s::text[], %(sku)s::text[], %(unit_cost)s::bigint[], %(moq)s::bigint[],
    %(multiple)s::bigint[], %(lead_time_days)s::int[], %(spread_days)s::int[],
    %(capacity_per_week)s::bigint[], %(priority)s::int[], %(price_breaks)s::text[],
    %(emergency_days)s::int[], %(emergency_extra)s::bigint[]
) AS given (
    supplier, sku, unit_cost, moq, multiple, lead_time_days, spread_days, capacity_per_week, priority,
    price_breaks, emergency_days, emergency_extra
)
JOIN supplier ON supplier.code = given.supplier
JOIN product ON product.sku = given.sku
ORDER BY given.supplier, given.sku
ON CONFLICT (supplier_id, product_id) DO UPDATE SET
    unit_cost = excluded.unit_cost, moq = excluded.moq, multiple = excluded.multiple,
    lead_time_days = excluded.lead_time_days, spread_days = excluded.spread_days,
    capacity_per_week = excluded.capacity_per_week, priority = excluded.priority,
    price_breaks = excluded.price_breaks, emergency_days = excluded.emergency_days,
    emergency_extra = excluded.emergency_extra
RETURNING xmax = 0
