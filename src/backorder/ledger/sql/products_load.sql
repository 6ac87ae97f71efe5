-- products_load: products as they stand, locked until the change is done.
-- reads: product. writes: nothing (row locks).
-- parameters: sku.
-- invariant: ascending id, as every verb locks products (law 7).
SELECT
    sku, name, unit_price, currency, unit_cost, category, unit, discontinued, buying, attributes
FROM product
WHERE sku = ANY(%(sku)s::text[])
ORDER BY id
FOR NO KEY UPDATE
