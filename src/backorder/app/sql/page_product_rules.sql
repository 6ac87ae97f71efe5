-- page_product_rules: the rules that may decide whether a product is sold ahead of stock.
-- reads: policy. writes: nothing.
-- parameters: sku; category; day; limit (rows).
-- invariant: the nearest scope first, of one scope the latest begun; product and category fit the
--   product, the others may fit an order.
SELECT
    scope, match, mode, cap, cap_from, buffer, max_wait_days, min_confidence, promise_quantile,
    valid_from, valid_until
FROM policy
WHERE (
        (scope = 'product' AND match = %(sku)s::text)
        OR (scope = 'category' AND match = %(category)s::text)
        OR scope IN ('channel', 'class', 'location', 'default')
    )
    AND (valid_from IS NULL OR valid_from <= %(day)s::date)
    AND (valid_until IS NULL OR valid_until >= %(day)s::date)
ORDER BY
    array_position(ARRAY['product', 'category', 'channel', 'class', 'location', 'default'], scope::text),
    match, valid_from DESC NULLS LAST -- unique: one rule per scope, match and first day
LIMIT %(limit)s::bigint
