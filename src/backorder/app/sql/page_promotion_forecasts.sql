-- page_promotion_forecasts: what some products will be asked for without promotions, place by place.
-- reads: forecast, product. writes: nothing.
-- parameters: skus.
-- invariant: one row for each product and place.
SELECT product.sku, f.first_on, f.base, f.uplift
FROM forecast AS f
JOIN product ON product.id = f.product_id
WHERE product.sku = ANY(%(skus)s::text[])
ORDER BY product.sku, f.location_id
