-- review_holds: products of which a hold whose time has passed still claims units.
-- reads: peg, product. writes: nothing.
-- parameters: now.
-- invariant: each product once.
SELECT DISTINCT p.id, p.sku
FROM peg AS g
JOIN product AS p ON p.id = g.product_id
WHERE g.expires_at <= %(now)s::timestamptz
ORDER BY p.id, p.sku
