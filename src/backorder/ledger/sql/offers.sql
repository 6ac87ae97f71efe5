-- offers: what some suppliers offer of some products, and the products' own cost.
-- reads: product, supplier, supplier_item. writes: nothing.
-- parameters: products (int8 array), suppliers (codes), supplier_ids (int8 array).
-- invariant: one row per product and supplier.
SELECT
    p.id, v.id, v.code, coalesce(nullif(i.unit_cost, 0), p.unit_cost), coalesce(i.moq, 1),
    coalesce(i.multiple, 1), i.lead_time_days, p.sku
FROM product AS p
CROSS JOIN supplier AS v
LEFT JOIN supplier_item AS i ON i.product_id = p.id AND i.supplier_id = v.id
WHERE p.id = ANY(%(products)s::bigint[])
    AND (v.code = ANY(%(suppliers)s::text[]) OR v.id = ANY(%(supplier_ids)s::bigint[]))
ORDER BY p.id, v.id
