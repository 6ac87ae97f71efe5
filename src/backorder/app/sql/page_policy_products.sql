-- page_policy_products: the products that a rule is about, unless a rule before it says otherwise.
-- reads: product, policy. writes: nothing.
-- parameters: scope, match, limit.
-- invariant: one row a product; own names the rule that comes before this one, if there is one.
SELECT
    p.sku, p.name, p.category,
    CASE
        WHEN EXISTS (
            SELECT 1 FROM policy AS r WHERE r.scope = 'product' AND r.match = p.sku
        ) AND %(scope)s::text <> 'product' THEN 'product'
        WHEN EXISTS (
            SELECT 1 FROM policy AS r WHERE r.scope = 'category' AND r.match = p.category
        ) AND %(scope)s::text NOT IN ('product', 'category') THEN 'category'
        ELSE ''
    END AS own
FROM product AS p
WHERE (%(scope)s::text = 'product' AND p.sku = %(match)s::text)
    OR (%(scope)s::text = 'category' AND p.category = %(match)s::text)
    OR %(scope)s::text NOT IN ('product', 'category')
ORDER BY p.id
LIMIT %(limit)s::bigint
