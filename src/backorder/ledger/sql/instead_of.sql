-- instead_of: the products that alternatives were taken instead of, with their prices.
-- reads: product. writes: nothing.
-- parameters: skus.
-- invariant: products that nobody knows have no row.
SELECT sku, id, unit_price
FROM product
WHERE sku = ANY(%(skus)s::text[])
ORDER BY sku
