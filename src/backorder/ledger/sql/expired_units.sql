-- expired_units: units that holds claimed until a time that has passed, and nobody has freed yet.
-- reads: peg, product. writes: nothing.
-- parameters: skus, now.
-- invariant: one row per product and supply; supply 0 stands for none.
SELECT p.sku, coalesce(g.supply_id, 0), sum(g.quantity)::bigint
FROM product AS p
JOIN peg AS g ON g.product_id = p.id AND g.expires_at <= %(now)s::timestamptz
WHERE p.sku = ANY(%(skus)s::text[])
GROUP BY p.sku, g.supply_id
ORDER BY p.sku, g.supply_id
