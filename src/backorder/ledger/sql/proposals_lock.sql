-- proposals_lock: hold back decisions on a slice of the products while proposals are worked out.
-- reads: product. writes: nothing (row locks).
-- parameters: after, through (SKUs, null for the ends).
-- invariant: ascending id, as lock_products.
SELECT id
FROM product
WHERE (%(after)s::text IS NULL OR sku > %(after)s::text)
    AND (%(through)s::text IS NULL OR sku <= %(through)s::text)
ORDER BY id
FOR NO KEY UPDATE
