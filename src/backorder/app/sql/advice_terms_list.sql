-- advice_terms_list: categories of products that are sold, and the terms the advice reckons with.
-- reads: product, advice_terms. writes: nothing.
-- parameters: limit.
-- invariant: one row a category, those with terms of their own first.
WITH sold AS (
    SELECT category, count(*)::int AS products, min(currency) AS currency
    FROM product
    WHERE NOT discontinued AND category <> ''
    GROUP BY category
)
SELECT
    coalesce(s.category, t.category) AS category, coalesce(s.products, 0) AS products,
    coalesce(t.currency, s.currency) AS currency, t.ship, t.cancel, t.handling, t.goodwill,
    t.future, t.substitute_percent, t.set_at, t.set_by
FROM sold AS s
FULL JOIN advice_terms AS t ON t.category = s.category
ORDER BY (t.category IS NULL), coalesce(s.category, t.category) -- unique: one row a category
LIMIT %(limit)s::bigint
