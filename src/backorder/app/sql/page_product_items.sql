-- page_product_items: who sells us a product, whom we ask first first.
-- reads: supplier_item, supplier. writes: nothing.
-- parameters: product (id).
-- invariant: one row a supplier.
SELECT
    v.code, v.name, i.unit_cost, i.moq, i.multiple, i.lead_time_days, i.spread_days,
    i.capacity_per_week, i.priority
FROM supplier_item AS i
JOIN supplier AS v ON v.id = i.supplier_id
WHERE i.product_id = %(product)s::bigint
ORDER BY i.priority, i.id
