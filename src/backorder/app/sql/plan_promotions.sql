-- plan_promotions: the promotions that count, of the past and to come.
-- reads: promotion, product. writes: nothing.
-- parameters: since (a day).
-- invariant: one row for each promotion and product.
SELECT p.product_id, p.from_on, p.to_on, p.uplift
FROM promotion AS p
WHERE NOT p.withdrawn AND p.to_on >= %(since)s::date
ORDER BY p.id
