-- storefront_products: what shoppers are shown of some products.
-- reads: product. writes: nothing.
-- parameters: skus.
-- invariant: products that do not exist have no row.
SELECT sku, name, unit_price, currency
FROM product
WHERE sku = ANY(%(skus)s::text[])
ORDER BY sku
