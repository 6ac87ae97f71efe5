-- page_kept_days: per day that units were first promised for: how many, and how many left by it.
-- reads: promise, order_line, shipment_line, shipment, location. writes: nothing.
-- parameters: first, last (the promised days to look at, all of them past).
-- invariant: as in the reports, a line's parcels in order of time meet the parts of its first promise
--   in order of date; cancelled units are the last ones and are left out.
WITH wanted AS (
    SELECT DISTINCT line_id
    FROM promise
    WHERE version = 1 AND promised_on BETWEEN %(first)s::date AND %(last)s::date
),
part AS (
    SELECT
        p.line_id, p.part, p.promised_on,
        least(sum(p.quantity) OVER w - p.quantity, l.ordered - l.cancelled) AS low,
        least(sum(p.quantity) OVER w, l.ordered - l.cancelled) AS high
    FROM wanted AS x
    JOIN promise AS p ON p.line_id = x.line_id AND p.version = 1
    JOIN order_line AS l ON l.id = p.line_id
    WINDOW w AS (
        PARTITION BY p.line_id
        ORDER BY p.promised_on NULLS LAST, p.part
    )
),
due AS (
    SELECT
        a.promised_on, a.low, a.high,
        coalesce(
            sum(s.quantity) FILTER (
                WHERE (h.at AT TIME ZONE c.timezone)::date <= a.promised_on
            ),
            0
        ) AS left_by_then
    FROM part AS a
    LEFT JOIN shipment_line AS s ON s.order_line_id = a.line_id
    LEFT JOIN shipment AS h ON h.id = s.shipment_id
    LEFT JOIN location AS c ON c.id = s.location_id
    WHERE a.promised_on BETWEEN %(first)s::date AND %(last)s::date AND a.low < a.high
    GROUP BY a.line_id, a.part, a.promised_on, a.low, a.high
)
SELECT
    promised_on, sum(high - low)::bigint,
    sum(greatest(0, least(high, left_by_then) - low))::bigint
FROM due
GROUP BY promised_on
ORDER BY promised_on
