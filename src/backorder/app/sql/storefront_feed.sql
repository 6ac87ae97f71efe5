-- storefront_feed: the next products of the merchant feed.
-- reads: product. writes: nothing.
-- parameters: after (id), limit.
-- invariant: each product comes once, in the order of its id; none that is discontinued.
SELECT id, sku
FROM product
WHERE id > %(after)s::bigint AND NOT discontinued
ORDER BY id
LIMIT %(limit)s::bigint
