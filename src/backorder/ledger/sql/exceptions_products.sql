-- exceptions_products: the next products that a sweep must look at: those with units that wait, and
-- those with open cases.
-- reads: product, supply, peg, exception_case. writes: nothing.
-- parameters: after (a SKU, null for the first slice), limit.
-- invariant: what is all on the shelf has nothing that a sweep would find; order by SKU.
SELECT p.sku
FROM product AS p
WHERE (%(after)s::text IS NULL OR p.sku > %(after)s::text)
    AND (
        EXISTS (
            SELECT
            FROM supply AS s
            WHERE s.product_id = p.id AND NOT s.quantity = 0 AND s.kind <> 'stock' AND s.pegged > 0
        )
        OR EXISTS (SELECT FROM peg AS g WHERE g.product_id = p.id AND g.supply_id IS NULL)
        OR EXISTS (
            SELECT FROM exception_case AS e WHERE e.product_id = p.id AND e.closed_at IS NULL
        )
    )
ORDER BY p.sku
LIMIT %(limit)s::bigint
