-- page_product_alternatives: all that was decided of or found as an alternative to a product, and what came of it.
-- reads: substitute, alternative, product, alternative_shown, swap. writes: nothing.
-- parameters: product (id).
-- invariant: one row an alternative; the standing is empty where nobody decided anything, or took it back.
SELECT
    p.sku, p.name, p.category, p.attributes, p.unit_price, p.currency,
    coalesce(nullif(r.standing, 'open'), ''), coalesce(r.rank, 0), f.similarity IS NOT NULL,
    coalesce(f.together, 0), coalesce(shown.times, 0)::bigint, coalesce(taken.times, 0)::bigint
FROM (
    SELECT substitute_id FROM substitute WHERE product_id = %(product)s::bigint
    UNION
    SELECT substitute_id FROM alternative WHERE product_id = %(product)s::bigint
) AS pair
JOIN product AS p ON p.id = pair.substitute_id
LEFT JOIN substitute AS r ON r.product_id = %(product)s::bigint AND r.substitute_id = p.id
LEFT JOIN alternative AS f ON f.product_id = %(product)s::bigint AND f.substitute_id = p.id
CROSS JOIN LATERAL (
    SELECT sum(w.shown + w.offered) AS times FROM alternative_shown AS w
    WHERE w.product_id = %(product)s::bigint AND w.substitute_id = p.id
) AS shown
CROSS JOIN LATERAL (
    SELECT count(*) AS times FROM swap AS w
    WHERE w.product_id = %(product)s::bigint AND w.substitute_id = p.id
) AS taken
ORDER BY p.sku
