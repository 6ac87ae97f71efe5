-- books_look: what a verb looks at right after it locked products: the catalog's version, and which
-- of the products have units that are held by a hold whose time has passed.
-- reads: catalog_state, peg, product. writes: nothing.
-- parameters: products (int8 array, locked by an earlier statement), now.
-- invariant: exactly one row.
SELECT
    c.version,
    ARRAY(
        SELECT p.sku
        FROM product AS p
        WHERE p.id = ANY(%(products)s::bigint[])
            AND EXISTS (
                SELECT FROM peg AS g WHERE g.product_id = p.id AND g.expires_at <= %(now)s::timestamptz
            )
        ORDER BY p.sku
    )
FROM catalog_state AS c
WHERE c.id = 1
