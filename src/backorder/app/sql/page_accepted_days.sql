-- page_accepted_days: orders accepted per day, and those that could not be filled in full.
-- reads: sales_order, order_line, promise. writes: nothing.
-- parameters: timezone; since, until (instants).
-- invariant: what was backordered when placed is frozen; lines that were added to an order afterwards
--   are not counted, as in the reports.
WITH placed AS (
    SELECT id, journal_id, (placed_at AT TIME ZONE %(timezone)s::text)::date AS day
    FROM sales_order
    WHERE placed_at >= %(since)s::timestamptz AND placed_at < %(until)s::timestamptz
),
short AS (
    SELECT o.id, sum(l.backordered_when_placed) AS units
    FROM placed AS o
    JOIN order_line AS l ON l.order_id = o.id AND l.backordered_when_placed > 0
    WHERE EXISTS (
        SELECT FROM promise AS p
        WHERE p.line_id = l.id AND p.version = 1 AND p.journal_id = o.journal_id
    )
    GROUP BY o.id
)
SELECT o.day, count(*), count(s.id), coalesce(sum(s.units), 0)::bigint
FROM placed AS o
LEFT JOIN short AS s ON s.id = o.id
GROUP BY o.day
ORDER BY o.day
