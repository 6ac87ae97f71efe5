-- outages_plans: products with plans that nobody ordered yet, and that some suppliers sell.
-- reads: supply, product, supplier, supplier_item. writes: nothing.
-- parameters: supplier, sku (arrays side by side; no sku means all of them).
-- invariant: each product once; their locks are held.
SELECT DISTINCT s.product_id
FROM unnest(%(supplier)s::text[], %(sku)s::text[]) AS given (supplier, sku)
JOIN supplier AS v ON v.code = given.supplier
JOIN supplier_item AS i ON i.supplier_id = v.id
JOIN product AS p ON p.id = i.product_id AND (given.sku IS NULL OR p.sku = given.sku)
JOIN supply AS s ON s.product_id = p.id AND s.kind = 'planned' AND NOT s.quantity = 0
ORDER BY s.product_id
