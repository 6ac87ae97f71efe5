-- notice_products: what products are called, and their categories.
-- reads: product. writes: nothing.
-- parameters: skus (text array).
-- invariant: one row a product.
SELECT sku, name, category
FROM product
WHERE sku = ANY(%(skus)s::text[])
