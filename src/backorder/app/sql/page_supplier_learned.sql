-- page_supplier_learned: the lead times that were learned of one supplier, as a whole first.
-- reads: lead_time, supplier, product. writes: nothing.
-- parameters: supplier (code), limit.
-- invariant: one row per product, and one without for the supplier.
SELECT
    p.sku, t.deliveries, t.stated_days, t.p50_days, t.p80_days, t.p95_days,
    t.short_rate AS short, t.reject_rate AS rejected, t.fitted_at
FROM lead_time AS t
JOIN supplier AS v ON v.id = t.supplier_id
LEFT JOIN product AS p ON p.id = t.product_id
WHERE v.code = %(supplier)s::text
ORDER BY p.sku NULLS FIRST -- unique: once per product
LIMIT %(limit)s::bigint
