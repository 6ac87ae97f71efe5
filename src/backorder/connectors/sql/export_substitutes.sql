-- export_substitutes: which product may be offered instead of another.
-- reads: substitute, product. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT product.sku, other.sku AS substitute, substitute.rank
FROM substitute
JOIN product ON product.id = substitute.product_id
JOIN product AS other ON other.id = substitute.substitute_id
WHERE substitute.standing = 'offered'
ORDER BY product.sku, other.sku
