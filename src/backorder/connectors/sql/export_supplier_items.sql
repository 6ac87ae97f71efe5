-- export_supplier_items: what suppliers offer; costs are in the currency of the product.
-- reads: supplier_item, supplier, product. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT
    supplier.code AS supplier, product.sku, item.unit_cost, item.moq, item.multiple,
    item.lead_time_days, item.spread_days, item.capacity_per_week, item.priority,
    item.price_breaks, item.emergency_days, item.emergency_extra,
    product.currency AS _currency
FROM supplier_item AS item
JOIN supplier ON supplier.id = item.supplier_id
JOIN product ON product.id = item.product_id
ORDER BY supplier.code, product.sku
