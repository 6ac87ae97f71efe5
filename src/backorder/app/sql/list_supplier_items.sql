-- list_supplier_items: products as suppliers offer them.
-- reads: supplier_item, supplier, product. writes: nothing.
-- parameters: none.
-- invariant: one row for each supplier and product.
SELECT
    i.id AS _place, p.currency AS _currency,
    v.code AS supplier, p.sku, i.unit_cost, p.currency, i.moq, i.multiple, i.lead_time_days,
    i.spread_days, i.capacity_per_week, i.priority
FROM supplier_item AS i
JOIN supplier AS v ON v.id = i.supplier_id
JOIN product AS p ON p.id = i.product_id
