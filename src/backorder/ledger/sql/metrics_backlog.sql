-- metrics_backlog: open demand now, per day it was placed and currency.
-- reads: peg, supply, order_line, sales_order, location. writes: nothing.
-- parameters: today (the day that promises are held against).
-- invariant: every open unit is in exactly one peg, so pegs are the backlog, but those of holds.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
line AS (
    SELECT
        g.order_id, g.line_id, sum(g.quantity) AS units,
        coalesce(sum(g.quantity) FILTER (WHERE s.kind = 'stock'), 0) AS allocated,
        coalesce(sum(g.quantity) FILTER (WHERE s.id IS NULL), 0) AS unknown,
        coalesce(sum(g.quantity) FILTER (WHERE g.promised_on < %(today)s::date), 0) AS overdue
    FROM peg AS g
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE g.expires_at IS NULL
    GROUP BY g.order_id, g.line_id
)
SELECT
    (o.placed_at AT TIME ZONE h.timezone)::date AS placed_on, o.currency,
    count(DISTINCT l.order_id), count(*), count(*) FILTER (WHERE l.units > l.allocated),
    sum(l.units)::bigint, sum(l.allocated)::bigint, sum(l.unknown)::bigint,
    sum(l.overdue)::bigint, sum(l.units * i.unit_price),
    sum((l.units - l.allocated) * i.unit_price),
    count(DISTINCT l.order_id) FILTER (WHERE l.units > l.allocated)
FROM line AS l
JOIN order_line AS i ON i.id = l.line_id
JOIN sales_order AS o ON o.id = l.order_id
CROSS JOIN home AS h
GROUP BY 1, o.currency
ORDER BY 1, o.currency
