-- page_lead_time_checks: how often purchases came by the days that were learned for them.
-- reads: lead_time_check, supplier. writes: nothing.
-- parameters: none.
-- invariant: one row of all, one per bucket of days, and one per supplier, in this order.
SELECT
    v.code AS supplier, c.days_from, c.lines,
    (1.0 * c.within_p50 / greatest(c.lines, 1))::float8 AS p50,
    (1.0 * c.within_p80 / greatest(c.lines, 1))::float8 AS p80,
    (1.0 * c.within_p95 / greatest(c.lines, 1))::float8 AS p95, c.loss, c.fitted_at
FROM lead_time_check AS c
LEFT JOIN supplier AS v ON v.id = c.supplier_id
ORDER BY v.code NULLS FIRST, c.days_from NULLS FIRST -- unique: once per supplier and bucket
