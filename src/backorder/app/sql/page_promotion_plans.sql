-- page_promotion_plans: the promotions of some products that are on or to come.
-- reads: promotion, product. writes: nothing.
-- parameters: skus; today (a day).
-- invariant: one row for each promotion and product; withdrawn ones do not count.
SELECT product.sku, p.name, p.from_on, p.to_on, p.uplift
FROM promotion AS p
JOIN product ON product.id = p.product_id
WHERE product.sku = ANY(%(skus)s::text[]) AND NOT p.withdrawn AND p.to_on >= %(today)s::date
ORDER BY product.sku, p.from_on, p.id
