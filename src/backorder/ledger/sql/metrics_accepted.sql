-- metrics_accepted: what was accepted and what of it was backordered then, per day and currency.
-- reads: sales_order, order_line, promise, location. writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: only the first promise and the columns frozen at acceptance are read, so that nothing
--   that happens later changes a row; lines added to an order afterwards are not in it. Values are
--   numeric: the largest quantity times the largest price is no bigint.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
placed AS (
    SELECT o.id, o.journal_id, o.currency, (o.placed_at AT TIME ZONE h.timezone)::date AS day
    FROM sales_order AS o
    CROSS JOIN home AS h
    WHERE (o.placed_at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
),
promised AS (
    SELECT line_id, journal_id, sum(quantity) AS units
    FROM promise
    WHERE version = 1
    GROUP BY line_id, journal_id
),
line AS (
    SELECT
        o.id AS order_id, o.day, o.currency, p.units, l.backordered_when_placed AS backordered,
        l.unit_price
    FROM placed AS o
    JOIN order_line AS l ON l.order_id = o.id
    JOIN promised AS p ON p.line_id = l.id AND p.journal_id = o.journal_id
),
per_order AS (
    SELECT
        order_id, day, currency, count(*) AS lines,
        count(*) FILTER (WHERE backordered > 0) AS lines_backordered,
        sum(units) AS units, sum(backordered) AS units_backordered,
        sum(units * unit_price) AS value,
        sum(backordered::numeric * unit_price) AS value_backordered
    FROM line
    GROUP BY order_id, day, currency
)
SELECT
    day, currency, count(*), count(*) FILTER (WHERE lines_backordered > 0),
    sum(lines)::bigint, sum(lines_backordered)::bigint,
    sum(units)::bigint, sum(units_backordered)::bigint,
    sum(value), sum(value_backordered)
FROM per_order
GROUP BY day, currency
ORDER BY day, currency
