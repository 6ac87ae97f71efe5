-- supplier_items_load: supplier items as they stand, locked until the change is done.
-- reads: supplier_item, supplier, product. writes: nothing (row locks).
-- parameters: supplier, sku (arrays side by side).
-- invariant: ascending id, as every lock of rows; the products are locked before.
SELECT
    supplier.code, product.sku, item.unit_cost, item.moq, item.multiple, item.lead_time_days,
    item.spread_days, item.capacity_per_week, item.priority, item.price_breaks,
    item.emergency_days, item.emergency_extra
FROM unnest(%(supplier)s::text[], %(sku)s::text[]) AS given (supplier, sku)
JOIN supplier ON supplier.code = given.supplier
JOIN product ON product.sku = given.sku
JOIN supplier_item AS item ON item.supplier_id = supplier.id AND item.product_id = product.id
ORDER BY item.id
FOR NO KEY UPDATE OF item
