-- reallocation_products: what segments may ask about some products.
-- reads: product. writes: nothing.
-- parameters: products (int8 array).
-- invariant: by SKU, bytewise, so that the order does not depend on ids or on the server's language.
SELECT id, sku, unit_cost, category, attributes
FROM product
WHERE id = ANY(%(products)s::bigint[])
ORDER BY sku COLLATE "C" -- unique: a SKU names one product
