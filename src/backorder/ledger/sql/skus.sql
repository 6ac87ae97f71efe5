-- skus: the names of some products.
-- reads: product. writes: nothing.
-- parameters: products (int8 array).
-- invariant: a product's SKU never changes.
SELECT id, sku FROM product WHERE id = ANY(%(products)s::bigint[]) ORDER BY id
