-- name: lead_times_are_journaled
-- invariant: Every lead time that was learned, and every check of how often such were kept, is of
--   an entry of the journal that set lead times.
-- law: 5
-- reads: lead_time, lead_time_check, journal, supplier, product
-- writes: nothing
-- parameters: none
WITH said AS MATERIALIZED (
    SELECT DISTINCT at FROM journal WHERE verb = 'set_lead_times'
)
SELECT 'lead time' AS what, v.code AS supplier, p.sku, NULL::int AS days_from
FROM lead_time AS t
JOIN supplier AS v ON v.id = t.supplier_id
LEFT JOIN product AS p ON p.id = t.product_id
WHERE NOT EXISTS (SELECT FROM said WHERE said.at = t.fitted_at)
UNION ALL
SELECT 'check', v.code, NULL, c.days_from
FROM lead_time_check AS c
LEFT JOIN supplier AS v ON v.id = c.supplier_id
WHERE NOT EXISTS (SELECT FROM said WHERE said.at = c.fitted_at)
ORDER BY what, supplier, sku, days_from -- unique: once per supplier, product and bucket
