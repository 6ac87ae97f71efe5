-- metrics_promises_first: units by the day they were first promised for and the day they left.
-- reads: promise, order_line, shipment_line, shipment, location. writes: nothing.
-- parameters: first, last (the promised days to look at).
-- invariant: a line's units are numbered; its parcels in order of time meet the parts of its first
--   promise in order of date. Cancelled units are the last ones and are left out. A null day: not
--   shipped yet.
WITH part AS (
    SELECT
        p.line_id, p.promised_on,
        least(sum(p.quantity) OVER w - p.quantity, l.ordered - l.cancelled) AS low,
        least(sum(p.quantity) OVER w, l.ordered - l.cancelled) AS high
    FROM promise AS p
    JOIN order_line AS l ON l.id = p.line_id
    WHERE p.version = 1
    WINDOW w AS (PARTITION BY p.line_id ORDER BY p.promised_on NULLS LAST, p.part)
),
due AS (
    SELECT line_id, promised_on, low, high
    FROM part
    WHERE promised_on BETWEEN %(first)s::date AND %(last)s::date AND low < high
),
done AS (
    SELECT
        s.order_line_id AS line_id, (h.at AT TIME ZONE c.timezone)::date AS day,
        sum(s.quantity) OVER w - s.quantity AS low, sum(s.quantity) OVER w AS high
    FROM shipment_line AS s
    JOIN shipment AS h ON h.id = s.shipment_id
    JOIN location AS c ON c.id = s.location_id
    WINDOW w AS (PARTITION BY s.order_line_id ORDER BY h.at, h.id, s.line_no)
    UNION ALL
    SELECT id, NULL, shipped, 9223372036854775807
    FROM order_line
)
SELECT due.promised_on, done.day,
    sum(least(due.high, done.high) - greatest(due.low, done.low))::bigint
FROM due
JOIN done ON done.line_id = due.line_id AND done.low < due.high AND due.low < done.high
GROUP BY due.promised_on, done.day
ORDER BY due.promised_on, done.day
