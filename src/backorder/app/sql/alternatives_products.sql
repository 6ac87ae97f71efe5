-- alternatives_products: products as they are compared with each other.
-- reads: product. writes: nothing.
-- parameters: none.
-- invariant: what is discontinued may have alternatives, and is none.
SELECT id, name, category, attributes, unit_price, currency, NOT discontinued
FROM product
ORDER BY id
