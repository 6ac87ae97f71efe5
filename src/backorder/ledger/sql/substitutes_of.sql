-- substitutes_of: what may be offered instead of some products, how much of it is free, and how often it
--   was put before customers (shown or offered) and taken.
-- reads: product, substitute, alternative, supply, peg (expired holds), alternative_shown, swap.
-- writes: nothing.
-- parameters: skus, now, most (found ones of a product).
-- invariant: declared ones first, best rank first, dismissed ones not at all; none that is discontinued, unless it was declared.
WITH asked AS (
    SELECT id, sku, unit_price, currency FROM product WHERE sku = ANY(%(skus)s::text[])
),
pair AS (
    SELECT a.id AS product_id, r.substitute_id, 'declared' AS source, r.rank, 0.0::float8 AS similarity
    FROM asked AS a
    JOIN substitute AS r ON r.product_id = a.id AND r.standing = 'offered'
    UNION ALL
    SELECT a.id, f.substitute_id, 'found', f.place::int, f.similarity
    FROM asked AS a
    CROSS JOIN LATERAL (
        SELECT
            one.substitute_id, one.similarity,
            row_number() OVER (
                ORDER BY one.score DESC, one.substitute_id -- unique: one row a pair
            ) AS place
        FROM alternative AS one
        JOIN product AS p ON p.id = one.substitute_id AND NOT p.discontinued
        WHERE one.product_id = a.id AND p.currency = a.currency
            AND NOT EXISTS (
                SELECT FROM substitute AS r
                WHERE r.product_id = a.id AND r.substitute_id = one.substitute_id
                    AND r.standing <> 'open'
            )
    ) AS f
    WHERE f.place <= %(most)s::int
)
SELECT
    a.sku, p.sku, p.name, pair.rank, coalesce(stock.units, 0)::bigint,
    pair.source, pair.similarity, p.unit_price, p.unit_cost, p.currency, p.discontinued,
    a.unit_price, a.currency, coalesce(shown.times, 0)::bigint, coalesce(taken.times, 0)::bigint
FROM pair
JOIN asked AS a ON a.id = pair.product_id
JOIN product AS p ON p.id = pair.substitute_id
LEFT JOIN LATERAL (
    SELECT sum(s.quantity - s.pegged + expired.units) AS units
    FROM supply AS s
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(g.quantity), 0) AS units
        FROM peg AS g
        WHERE g.product_id = p.id
            AND g.expires_at <= %(now)s::timestamptz
            AND g.supply_id = s.id
    ) AS expired
    WHERE s.product_id = p.id AND s.kind = 'stock' AND NOT s.quantity = 0
) AS stock ON true
LEFT JOIN LATERAL (
    SELECT sum(w.shown + w.offered) AS times FROM alternative_shown AS w
    WHERE w.product_id = pair.product_id AND w.substitute_id = pair.substitute_id
) AS shown ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS times FROM swap AS w
    WHERE w.product_id = pair.product_id AND w.substitute_id = pair.substitute_id
) AS taken ON true
ORDER BY a.sku, pair.source, pair.rank, p.sku
