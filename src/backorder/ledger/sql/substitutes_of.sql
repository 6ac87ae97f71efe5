-- substitutes_of: what may be offered instead of some products, and how much of it is free.
-- reads: product, substitute, supply, peg (expired holds). writes: nothing.
-- parameters: skus, now.
-- invariant: best rank first.
SELECT p.sku, a.sku, a.name, r.rank, coalesce(stock.units, 0)::bigint
FROM product AS p
JOIN substitute AS r ON r.product_id = p.id
JOIN product AS a ON a.id = r.substitute_id
LEFT JOIN LATERAL (
    SELECT sum(s.quantity - s.pegged + expired.units) AS units
    FROM supply AS s
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(g.quantity), 0) AS units
        FROM peg AS g
        WHERE g.product_id = a.id
            AND g.expires_at <= %(now)s::timestamptz
            AND g.supply_id = s.id
    ) AS expired
    WHERE s.product_id = a.id AND s.kind = 'stock' AND NOT s.quantity = 0
) AS stock ON true
WHERE p.sku = ANY(%(skus)s::text[])
ORDER BY p.sku, r.rank, a.sku
