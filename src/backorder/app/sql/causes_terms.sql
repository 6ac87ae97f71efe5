-- causes_terms: from whom some products are bought first, how long that takes, and what is held.
-- reads: product, supplier_item, supplier, stock_policy. writes: nothing.
-- parameters: products (int8 array).
-- invariant: one row a product, by id; without a supplier the days are nought, without a stock
--   policy the safety stock is null. That of several places is added up.
SELECT
    p.id, p.sku, coalesce(s.code, ''), coalesce(i.lead_time_days, 0)::bigint,
    coalesce(k.review_days, 1)::bigint, k.safety_stock
FROM product AS p
LEFT JOIN LATERAL (
    SELECT supplier_id, lead_time_days
    FROM supplier_item
    WHERE product_id = p.id
    ORDER BY priority, id
    LIMIT 1
) AS i ON true
LEFT JOIN supplier AS s ON s.id = i.supplier_id
LEFT JOIN LATERAL (
    SELECT max(review_days) AS review_days, sum(safety_stock)::bigint AS safety_stock
    FROM stock_policy
    WHERE product_id = p.id
) AS k ON true
WHERE p.id = ANY(%(products)s::bigint[])
ORDER BY p.id
