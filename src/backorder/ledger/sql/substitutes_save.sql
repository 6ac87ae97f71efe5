-- substitutes_save: write new and changed substitutes, and tell which were new.
-- reads: product. writes: substitute.
-- parameters: columns as arrays: sku, substitute, rank, standing.
-- invariant: a substitute stands once for a product; both exist.
INSERT INTO substitute (product_id, substitute_id, rank, standing)
SELECT product.id, other.id, given.rank, given.standing
FROM unnest(%(sku)s::text[], %(substitute)s::text[], %(rank)s::int[], %(standing)s::text[])
    AS given (sku, substitute, rank, standing)
JOIN product ON product.sku = given.sku
JOIN product AS other ON other.sku = given.substitute
ORDER BY given.sku, given.substitute
ON CONFLICT (product_id, substitute_id) DO UPDATE
SET rank = excluded.rank, standing = excluded.standing
RETURNING xmax = 0
