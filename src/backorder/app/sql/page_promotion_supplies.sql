-- page_promotion_supplies: units of some products that nobody was promised, by the day they are there.
-- reads: supply, product. writes: nothing.
-- parameters: skus; today; last (days).
-- invariant: one row for each product and day; suggestions are no supply.
SELECT
    product.sku, greatest(coalesce(s.available_on, %(today)s::date), %(today)s::date) AS day,
    sum(s.quantity - s.pegged)::bigint
FROM product
JOIN supply AS s ON s.product_id = product.id
WHERE product.sku = ANY(%(skus)s::text[]) AND s.quantity > s.pegged AND NOT s.kind = 'planned'
    AND coalesce(s.available_on <= %(last)s::date, s.kind = 'stock')
GROUP BY product.sku, day
ORDER BY product.sku, day
