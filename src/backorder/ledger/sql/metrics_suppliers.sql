-- metrics_suppliers: what each supplier made of what was ordered from it in a period.
-- reads: supplier, purchase_order, purchase_line, receipt, receipt_line, supply, location,
--   lead_time.
-- writes: nothing.
-- parameters: first, last (days ordered, at the place that receives), today.
-- invariant: lateness is measured against the day first ordered for, weighted by units that came.
--   Short is what was cancelled and not taken off by us.
WITH bought AS (
    SELECT
        o.supplier_id, l.id, l.ordered, l.received, l.damaged, l.cancelled - l.taken_off AS short,
        l.over,
        l.unit_cost::numeric * l.ordered AS cost, l.ordered_for,
        (o.approved_at AT TIME ZONE c.timezone)::date AS ordered_on, c.timezone
    FROM purchase_line AS l
    JOIN purchase_order AS o ON o.id = l.purchase_order_id
    JOIN location AS c ON c.id = o.location_id
    WHERE (o.approved_at AT TIME ZONE c.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
),
came AS (
    SELECT
        b.supplier_id, r.good + r.damaged AS units,
        (h.at AT TIME ZONE b.timezone)::date - b.ordered_on AS lead_days,
        (h.at AT TIME ZONE b.timezone)::date - b.ordered_for AS late_days
    FROM bought AS b
    JOIN receipt_line AS r ON r.purchase_line_id = b.id
    JOIN receipt AS h ON h.id = r.receipt_id
),
arrival AS (
    SELECT
        supplier_id, sum(units) AS units, sum(units * lead_days) AS lead_days,
        sum(units * greatest(late_days, 0)) AS late_days, max(late_days) AS worst_late_days,
        sum(units) FILTER (WHERE late_days <= 0) AS on_time,
        percentile_disc(0.9) WITHIN GROUP (
            ORDER BY lead_days -- unique: of two equal numbers of days either will do
        ) AS lead_days_p90
    FROM came
    WHERE units > 0
    GROUP BY supplier_id
),
open AS (
    SELECT
        b.supplier_id, sum(s.quantity) AS units,
        sum(s.quantity) FILTER (WHERE s.available_on < %(today)s::date) AS overdue,
        sum(s.pegged) AS pegged
    FROM bought AS b
    JOIN supply AS s ON s.purchase_line_id = b.id
    GROUP BY b.supplier_id
),
total AS (
    SELECT
        supplier_id, count(*) AS lines, sum(ordered) AS ordered, sum(received) AS received,
        sum(damaged) AS damaged, sum(short) AS short, sum(over) AS over,
        sum(cost) AS cost
    FROM bought
    GROUP BY supplier_id
)
SELECT
    v.code, v.name, t.lines, t.ordered::bigint, t.received::bigint, t.damaged::bigint,
    t.short::bigint, t.over::bigint, t.cost,
    coalesce(a.units, 0)::bigint, coalesce(a.lead_days, 0)::bigint,
    coalesce(a.late_days, 0)::bigint, coalesce(a.on_time, 0)::bigint, a.worst_late_days,
    a.lead_days_p90, coalesce(o.units, 0)::bigint, coalesce(o.overdue, 0)::bigint,
    coalesce(o.pegged, 0)::bigint, w.deliveries, w.stated_days, w.p50_days, w.p80_days, w.p95_days
FROM total AS t
JOIN supplier AS v ON v.id = t.supplier_id
LEFT JOIN arrival AS a ON a.supplier_id = t.supplier_id
LEFT JOIN open AS o ON o.supplier_id = t.supplier_id
LEFT JOIN lead_time AS w ON w.supplier_id = t.supplier_id AND w.product_id IS NULL
ORDER BY v.code
