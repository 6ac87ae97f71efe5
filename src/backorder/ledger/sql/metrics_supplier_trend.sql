-- metrics_supplier_trend: what each supplier made of what was ordered from it, by quarter.
-- reads: supplier, purchase_order, purchase_line, receipt, receipt_line, supply, location.
-- writes: nothing.
-- parameters: first, last (days ordered, at the place that receives), today.
-- invariant: figures as in metrics_suppliers; a quarter is that of the day ordered.
WITH bought AS (
    SELECT
        o.supplier_id, l.id, l.ordered, l.damaged, l.cancelled - l.taken_off AS short,
        l.ordered_for,
        (o.approved_at AT TIME ZONE c.timezone)::date AS ordered_on, c.timezone
    FROM purchase_line AS l
    JOIN purchase_order AS o ON o.id = l.purchase_order_id
    JOIN location AS c ON c.id = o.location_id
    WHERE (o.approved_at AT TIME ZONE c.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
),
came AS (
    SELECT
        b.id, sum(r.good + r.damaged) AS units,
        sum((r.good + r.damaged) * ((h.at AT TIME ZONE b.timezone)::date - b.ordered_on)) AS lead_days,
        sum(r.good + r.damaged)
            FILTER (WHERE (h.at AT TIME ZONE b.timezone)::date <= b.ordered_for) AS on_time
    FROM bought AS b
    JOIN receipt_line AS r ON r.purchase_line_id = b.id
    JOIN receipt AS h ON h.id = r.receipt_id
    GROUP BY b.id
),
overdue AS (
    SELECT b.id, sum(s.quantity) AS units
    FROM bought AS b
    JOIN supply AS s ON s.purchase_line_id = b.id
    WHERE s.available_on < %(today)s::date
    GROUP BY b.id
)
SELECT
    v.code, date_trunc('quarter', b.ordered_on)::date AS quarter, count(*), sum(b.ordered)::bigint,
    sum(b.damaged)::bigint, sum(b.short)::bigint, coalesce(sum(c.units), 0)::bigint,
    coalesce(sum(c.lead_days), 0)::bigint, coalesce(sum(c.on_time), 0)::bigint,
    coalesce(sum(o.units), 0)::bigint
FROM bought AS b
JOIN supplier AS v ON v.id = b.supplier_id
LEFT JOIN came AS c ON c.id = b.id
LEFT JOIN overdue AS o ON o.id = b.id
GROUP BY v.code, date_trunc('quarter', b.ordered_on)
ORDER BY v.code, quarter -- unique: one row a supplier and quarter
