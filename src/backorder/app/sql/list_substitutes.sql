-- list_substitutes: what was decided of products as alternatives to others.
-- reads: substitute, product. writes: nothing.
-- parameters: none.
-- invariant: one row for each product and substitute.
SELECT s.id AS _place, p.sku, other.sku AS substitute, s.rank, s.standing
FROM substitute AS s
JOIN product AS p ON p.id = s.product_id
JOIN product AS other ON other.id = s.substitute_id
