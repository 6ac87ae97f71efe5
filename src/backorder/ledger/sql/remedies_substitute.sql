-- remedies_substitute: what may be offered instead of the products of some exceptions, and is there.
-- reads: exception_case, substitute, product, supply. writes: nothing.
-- parameters: cases (int8 array).
-- invariant: best rank first; only what has free units on the shelf.
SELECT e.id, a.sku, stock.units::bigint, a.unit_price, a.currency
FROM exception_case AS e
JOIN substitute AS r ON r.product_id = e.product_id AND r.standing = 'offered'
JOIN product AS a ON a.id = r.substitute_id
CROSS JOIN LATERAL (
    SELECT sum(s.quantity - s.pegged) AS units
    FROM supply AS s
    WHERE s.product_id = a.id AND s.kind = 'stock' AND NOT s.quantity = 0
) AS stock
WHERE e.id = ANY(%(cases)s::bigint[]) AND stock.units > 0
ORDER BY e.id, r.rank, a.sku
