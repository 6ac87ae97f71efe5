-- swap_prices: what some products cost.
-- reads: product. writes: nothing.
-- parameters: products (int8 array).
-- invariant: the products are locked, so the price is the one of this instant.
SELECT sku, unit_price, currency
FROM product
WHERE id = ANY(%(products)s::bigint[])
ORDER BY id
