-- metrics_versions: how often customers were told a new date, of the orders placed in a period.
-- reads: sales_order, order_line, promise, location. writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: one row; a version is one telling, however many lines of the order it moved.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
placed AS (
    SELECT o.id
    FROM sales_order AS o
    CROSS JOIN home AS h
    WHERE (o.placed_at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
),
told AS (
    SELECT l.order_id, p.line_id, p.version, p.journal_id, max(p.promised_on) AS promised_on
    FROM placed AS o
    JOIN order_line AS l ON l.order_id = o.id
    JOIN promise AS p ON p.line_id = l.id
    GROUP BY l.order_id, p.line_id, p.version, p.journal_id
),
change AS (
    SELECT
        order_id, line_id, version, journal_id, promised_on,
        lag(promised_on) OVER (PARTITION BY line_id ORDER BY version) AS before
    FROM told
),
per_order AS (
    SELECT order_id, count(DISTINCT journal_id) AS tellings
    FROM change
    WHERE version > 1
    GROUP BY order_id
)
SELECT
    (SELECT count(*) FROM per_order),
    coalesce((SELECT sum(tellings) FROM per_order), 0)::bigint,
    coalesce((SELECT max(tellings) FROM per_order), 0)::bigint,
    count(DISTINCT line_id) FILTER (WHERE version > 1),
    count(*) FILTER (WHERE version > 1 AND (promised_on > before OR promised_on IS NULL)),
    count(*) FILTER (WHERE version > 1 AND promised_on < before)
FROM change
