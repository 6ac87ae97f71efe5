-- products_by_sku: the ids of some products.
-- reads: product. writes: nothing.
-- parameters: skus.
-- invariant: a product's SKU never changes.
SELECT sku, id FROM product WHERE sku = ANY(%(skus)s::text[]) ORDER BY id
