-- promotions_load: promotions as they stand, locked until the change is done.
-- reads: promotion, product. writes: nothing (row locks).
-- parameters: name, sku (arrays side by side).
-- invariant: ascending id, as every lock of rows.
SELECT
    p.name, product.sku, p.from_on, p.to_on, p.uplift, p.announced_by, p.note, p.withdrawn
FROM unnest(%(name)s::text[], %(sku)s::text[]) AS given (name, sku)
JOIN product ON product.sku = given.sku
JOIN promotion AS p ON p.name = given.name AND p.product_id = product.id
ORDER BY p.id
FOR NO KEY UPDATE OF p
