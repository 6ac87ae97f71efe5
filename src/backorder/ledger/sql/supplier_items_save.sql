-- supplier_items_save: write new and changed supplier items, and tell which were new.
-- reads: supplier, product. writes: supplier_item.
-- parameters: columns as arrays: supplier, sku, unit_cost, moq, multiple, lead_time_days,
--   spread_days, capacity_per_week, priority.
-- invariant: a supplier offers a product once; supplier and product exist.
INSERT INTO supplier_item (
    supplier_id, product_id, unit_cost, moq, multiple, lead_time_days, spread_days,
    capacity_per_week, priority
)
SELECT
    supplier.id, product.id, given.unit_cost, given.moq, given.multiple, given.lead_time_days,
    given.spread_days, given.capacity_per_week, given.priority
FROM unnest(
    %(supplier)s::text[], %(sku)s::text[], %(unit_cost)s::bigint[], %(moq)s::bigint[],
    %(multiple)s::bigint[], %(lead_time_days)s::int[], %(spread_days)s::int[],
    %(capacity_per_week)s::bigint[], %(priority)s::int[]
) AS given (
    supplier, sku, unit_cost, moq, multiple, lead_time_days, spread_days, capacity_per_week, priority
)
JOIN supplier ON supplier.code = given.supplier
JOIN product ON product.sku = given.sku
ORDER BY given.supplier, given.sku
ON CONFLICT (supplier_id, product_id) DO UPDATE SET
    unit_cost = excluded.unit_cost, moq = excluded.moq, multiple = excluded.multiple,
    lead_time_days = excluded.lead_time_days, spread_days = excluded.spread_days,
    capacity_per_week = excluded.capacity_per_week, priority = excluded.priority
RETURNING xmax = 0
