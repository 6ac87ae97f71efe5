-- metrics_promises_last: units by the day they were last promised for and the day they left.
-- reads: promise, order_line, shipment_line, shipment, location. writes: nothing.
-- parameters: first, last (the promised days to look at).
-- invariant: a version holds from its journal entry to the next one's and speaks of the units that
--   were open then: they are numbered on from what had been shipped. Each parcel is measured by the
--   version that held when it left, open units by the current one. A null day: not shipped yet.
WITH sent AS (
    SELECT
        s.order_line_id AS line_id, h.journal_id, (h.at AT TIME ZONE c.timezone)::date AS day,
        sum(s.quantity) OVER w - s.quantity AS low, sum(s.quantity) OVER w AS high
    FROM shipment_line AS s
    JOIN shipment AS h ON h.id = s.shipment_id
    JOIN location AS c ON c.id = s.location_id
    WINDOW w AS (PARTITION BY s.order_line_id ORDER BY h.at, h.id, s.line_no)
),
version AS (
    SELECT
        line_id, version, min(journal_id) AS since,
        lead(min(journal_id)) OVER (PARTITION BY line_id ORDER BY version) AS until
    FROM promise
    GROUP BY line_id, version
),
held AS (
    SELECT
        v.line_id, v.version, v.since, v.until,
        coalesce(max(s.high) FILTER (WHERE s.journal_id < v.since), 0) AS gone
    FROM version AS v
    LEFT JOIN sent AS s ON s.line_id = v.line_id
    GROUP BY v.line_id, v.version, v.since, v.until
),
part AS (
    SELECT
        p.line_id, p.promised_on, h.since, h.until,
        least(h.gone + sum(p.quantity) OVER w - p.quantity, l.ordered - l.cancelled) AS low,
        least(h.gone + sum(p.quantity) OVER w, l.ordered - l.cancelled) AS high
    FROM promise AS p
    JOIN held AS h ON h.line_id = p.line_id AND h.version = p.version
    JOIN order_line AS l ON l.id = p.line_id
    WINDOW w AS (
        PARTITION BY p.line_id, p.version ORDER BY p.promised_on NULLS LAST, p.part
    )
),
done AS (
    SELECT line_id, journal_id, day, low, high
    FROM sent
    UNION ALL
    SELECT id, 9223372036854775806, NULL, shipped, 9223372036854775807
    FROM order_line
)
SELECT part.promised_on, done.day,
    sum(least(part.high, done.high) - greatest(part.low, done.low))::bigint
FROM part
JOIN done ON done.line_id = part.line_id
    AND done.journal_id >= part.since AND (part.until IS NULL OR done.journal_id < part.until)
    AND done.low < part.high AND part.low < done.high
WHERE part.promised_on BETWEEN %(first)s::date AND %(last)s::date
GROUP BY part.promised_on, done.day
ORDER BY part.promised_on, done.day
