-- reckoning_lines: lines promised for a day that has come, and those of them that had left by then.
-- reads: sales_order, order_line, promise, shipment_line, shipment, location. writes: nothing.
-- parameters: first, last (days at the home place, on which the lines were ordered).
-- invariant: the day of a line is the last one of its first promise; cancelled units are the last
--   ones and do not count. Lines that waited for units are told from the others.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
line AS (
    SELECT
        l.id, l.ordered - l.cancelled AS units, l.shipped, l.backordered_when_placed > 0 AS waited
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    CROSS JOIN home AS h
    WHERE l.ordered > l.cancelled
        AND (o.placed_at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
),
part AS (
    SELECT p.line_id, p.promised_on, sum(p.quantity) OVER w - p.quantity AS low
    FROM promise AS p
    WHERE p.version = 1
    WINDOW w AS (PARTITION BY p.line_id ORDER BY p.promised_on NULLS LAST, p.part)
),
due AS (
    SELECT l.id, l.waited, l.units, l.shipped, max(p.promised_on) AS day
    FROM line AS l
    JOIN part AS p ON p.line_id = l.id AND p.low < l.units
    GROUP BY l.id, l.waited, l.units, l.shipped
    HAVING max(p.promised_on) <= %(last)s::date AND bool_and(p.promised_on IS NOT NULL)
),
done AS (
    SELECT s.order_line_id AS line_id, max((h.at AT TIME ZONE c.timezone)::date) AS day
    FROM shipment_line AS s
    JOIN shipment AS h ON h.id = s.shipment_id
    JOIN location AS c ON c.id = s.location_id
    GROUP BY s.order_line_id
)
SELECT
    due.waited, count(*),
    count(*) FILTER (WHERE due.shipped >= due.units AND done.day <= due.day)
FROM due
LEFT JOIN done ON done.line_id = due.id
GROUP BY due.waited
ORDER BY due.waited
