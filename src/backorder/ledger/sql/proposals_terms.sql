-- proposals_terms: what suppliers ask for some products.
-- reads: product, supplier, supplier_item. writes: nothing.
-- parameters: sku, supplier (arrays side by side).
-- invariant: one row per pair that has a supplier item.
SELECT
    p.sku, v.code, coalesce(nullif(i.unit_cost, 0), p.unit_cost), i.moq, i.multiple, i.price_breaks,
    i.emergency_days
FROM unnest(%(sku)s::text[], %(supplier)s::text[]) AS given (sku, supplier)
JOIN product AS p ON p.sku = given.sku
JOIN supplier AS v ON v.code = given.supplier
JOIN supplier_item AS i ON i.product_id = p.id AND i.supplier_id = v.id
ORDER BY i.id
