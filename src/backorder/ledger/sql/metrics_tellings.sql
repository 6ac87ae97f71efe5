-- metrics_tellings: orders by the day they were placed and how often they were told a new date.
-- reads: sales_order, order_line, promise, location. writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: every order of the period is counted once; a telling is one journal entry that added a
--   version to a line of the order, however many lines it moved.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
placed AS (
    SELECT o.id, (o.placed_at AT TIME ZONE h.timezone)::date AS day
    FROM sales_order AS o
    CROSS JOIN home AS h
    WHERE (o.placed_at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
),
told AS (
    SELECT o.id, o.day, count(DISTINCT p.journal_id) AS tellings
    FROM placed AS o
    LEFT JOIN order_line AS l ON l.order_id = o.id
    LEFT JOIN promise AS p ON p.line_id = l.id AND p.version > 1
    GROUP BY o.id, o.day
)
SELECT day, tellings, count(*)
FROM told
GROUP BY day, tellings
ORDER BY day, tellings
