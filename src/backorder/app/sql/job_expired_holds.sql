-- job_expired_holds: products of which quotes or holds whose time has passed still claim units.
-- reads: peg, product. writes: nothing.
-- parameters: now.
-- invariant: each product once.
SELECT DISTINCT p.sku
FROM peg AS g
JOIN product AS p ON p.id = g.product_id
WHERE g.expires_at <= %(now)s::timestamptz
ORDER BY p.sku
