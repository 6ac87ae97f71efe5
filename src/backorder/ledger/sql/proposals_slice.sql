-- proposals_slice: up to which product a slice goes, and whether there are more behind it.
-- reads: product. writes: nothing.
-- parameters: after (a SKU, null for the first slice), limit.
-- invariant: products are added under catalog_lock only, which is held.
SELECT max(next.sku) FILTER (WHERE next.i <= %(limit)s::bigint), count(*) > %(limit)s::bigint
FROM (
    SELECT sku, row_number() OVER (ORDER BY sku) AS i
    FROM product
    WHERE %(after)s::text IS NULL OR sku > %(after)s::text
    ORDER BY sku
    LIMIT %(limit)s::bigint + 1
) AS next
