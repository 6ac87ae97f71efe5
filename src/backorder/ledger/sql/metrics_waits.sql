-- metrics_waits: units that were backordered when placed, by the day placed and the day they left.
-- reads: sales_order, order_line, promise, shipment_line, shipment, location. writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: the last units of a line are its backordered ones, and of those the last are the
--   cancelled ones. State is filled (with its day), waiting or cancelled.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
late AS (
    SELECT
        l.id, (o.placed_at AT TIME ZONE h.timezone)::date AS placed_on, l.shipped,
        p.units - l.backordered_when_placed AS low,
        greatest(
            least(p.units, l.ordered - l.cancelled), p.units - l.backordered_when_placed
        ) AS high,
        p.units
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    CROSS JOIN home AS h
    CROSS JOIN LATERAL (
        SELECT sum(quantity) AS units
        FROM promise
        WHERE line_id = l.id AND version = 1
    ) AS p
    WHERE l.backordered_when_placed > 0
        AND (o.placed_at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
),
sent AS (
    SELECT
        s.order_line_id AS line_id, (h.at AT TIME ZONE c.timezone)::date AS day,
        sum(s.quantity) OVER w - s.quantity AS low, sum(s.quantity) OVER w AS high
    FROM shipment_line AS s
    JOIN late AS l ON l.id = s.order_line_id
    JOIN shipment AS h ON h.id = s.shipment_id
    JOIN location AS c ON c.id = s.location_id
    WINDOW w AS (PARTITION BY s.order_line_id ORDER BY h.at, h.id, s.line_no)
),
wait AS (
    SELECT 'filled' AS state, l.placed_on, s.day,
        least(l.high, s.high) - greatest(l.low, s.low) AS units
    FROM late AS l
    JOIN sent AS s ON s.line_id = l.id AND s.low < l.high AND l.low < s.high
    UNION ALL
    SELECT 'waiting', placed_on, NULL, high - greatest(low, shipped)
    FROM late
    UNION ALL
    SELECT 'cancelled', placed_on, NULL, units - high
    FROM late
)
SELECT state, placed_on, day, sum(units)::bigint
FROM wait
WHERE units > 0
GROUP BY state, placed_on, day
ORDER BY state, placed_on, day
