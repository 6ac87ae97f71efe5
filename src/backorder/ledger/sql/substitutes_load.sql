-- substitutes_load: substitutes as they stand, locked until the change is done.
-- reads: substitute, product. writes: nothing (row locks).
-- parameters: sku, substitute (arrays side by side).
-- invariant: ascending id, as every lock of rows.
SELECT product.sku, other.sku, known.rank, known.standing
FROM unnest(%(sku)s::text[], %(substitute)s::text[]) AS given (sku, substitute)
JOIN product ON product.sku = given.sku
JOIN product AS other ON other.sku = given.substitute
JOIN substitute AS known ON known.product_id = product.id AND known.substitute_id = other.id
ORDER BY known.id
FOR NO KEY UPDATE OF known
