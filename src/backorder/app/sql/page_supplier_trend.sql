-- page_supplier_trend: how one supplier kept its word, by quarter in which it was ordered from.
-- reads: supplier, purchase_order, purchase_line, location, receipt_line, receipt. writes: nothing.
-- parameters: supplier (code), since (instant).
-- invariant: one row a quarter, the oldest first; rates are of lines of which something came, days
--   are from ordering to the last receipt. What we took off ourselves is not short.
WITH line AS (
    SELECT
        date_trunc('quarter', (coalesce(o.approved_at, o.at) AT TIME ZONE c.timezone))::date AS quarter,
        (r.last_at AT TIME ZONE c.timezone)::date AS came_on, l.ordered_for,
        (coalesce(o.approved_at, o.at) AT TIME ZONE c.timezone)::date AS ordered_on,
        l.received < l.ordered AND l.cancelled > l.taken_off AS is_short, l.damaged > 0 AS is_rejected
    FROM supplier AS v
    JOIN purchase_order AS o ON o.supplier_id = v.id
    JOIN purchase_line AS l ON l.purchase_order_id = o.id
    JOIN location AS c ON c.id = o.location_id
    CROSS JOIN LATERAL (
        SELECT max(h.at) AS last_at
        FROM receipt_line AS i
        JOIN receipt AS h ON h.id = i.receipt_id
        WHERE i.purchase_line_id = l.id
    ) AS r
    WHERE v.code = %(supplier)s::text AND o.at >= %(since)s::timestamptz AND r.last_at IS NOT NULL
)
SELECT
    quarter, count(*) AS lines,
    (1.0 * count(*) FILTER (WHERE came_on <= ordered_for) / count(*))::float8 AS on_time,
    avg(ordered_for - ordered_on)::float8 AS stated_days,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY came_on - ordered_on)::float8 AS p50_days, -- unique: equal days are alike
    percentile_cont(0.8) WITHIN GROUP (ORDER BY came_on - ordered_on)::float8 AS p80_days, -- unique: equal days are alike
    (1.0 * count(*) FILTER (WHERE is_short) / count(*))::float8 AS short,
    (1.0 * count(*) FILTER (WHERE is_rejected) / count(*))::float8 AS rejected
FROM line
GROUP BY quarter
ORDER BY quarter -- unique: one row a quarter
