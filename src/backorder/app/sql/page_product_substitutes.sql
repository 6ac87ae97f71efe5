-- page_product_substitutes: what may be offered instead of a product, best rank first.
-- reads: substitute, product, supply. writes: nothing.
-- parameters: product (id).
-- invariant: one row a substitute, with the units of it that are free on the shelf.
SELECT
    p.sku, p.name, r.rank,
    (
        SELECT coalesce(sum(s.quantity - s.pegged), 0)::bigint
        FROM supply AS s
        WHERE s.product_id = p.id AND s.kind = 'stock' AND NOT s.quantity = 0
    )
FROM substitute AS r
JOIN product AS p ON p.id = r.substitute_id
WHERE r.product_id = %(product)s::bigint
ORDER BY r.rank, p.sku
