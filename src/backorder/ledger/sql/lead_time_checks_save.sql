-- lead_time_checks_save: replace how often purchases came by the days learned for them.
-- reads: nothing. writes: lead_time_check.
-- parameters: supplier (int8 array, 0 for all suppliers) with float8 arrays: days_from, lines,
--   within_p50, within_p80, within_p95, loss; at.
-- invariant: one row per supplier and bucket; rows that are not given again are gone.
WITH given AS MATERIALIZED (
    SELECT
        nullif(supplier, 0) AS supplier_id, days_from::int AS days_from, lines::int AS lines,
        within_p50::int AS within_p50, within_p80::int AS within_p80,
        within_p95::int AS within_p95, loss
    FROM unnest(
        %(supplier)s::bigint[], %(days_from)s::float8[], %(lines)s::float8[],
        %(within_p50)s::float8[], %(within_p80)s::float8[], %(within_p95)s::float8[],
        %(loss)s::float8[]
    ) AS n (supplier, days_from, lines, within_p50, within_p80, within_p95, loss)
),
gone AS (
    DELETE FROM lead_time_check AS c
    WHERE NOT EXISTS (
        SELECT
        FROM given AS g
        WHERE g.supplier_id IS NOT DISTINCT FROM c.supplier_id
            AND g.days_from IS NOT DISTINCT FROM c.days_from
    )
)
INSERT INTO lead_time_check (
    supplier_id, days_from, lines, within_p50, within_p80, within_p95, loss, fitted_at
)
SELECT supplier_id, days_from, lines, within_p50, within_p80, within_p95, loss, %(at)s::timestamptz
FROM given
ORDER BY supplier_id, days_from -- unique: once per supplier and bucket
ON CONFLICT (supplier_id, days_from) DO UPDATE SET
    lines = excluded.lines, within_p50 = excluded.within_p50, within_p80 = excluded.within_p80,
    within_p95 = excluded.within_p95, loss = excluded.loss, fitted_at = excluded.fitted_at
