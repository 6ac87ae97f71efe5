-- reckoning_waits: the evenings of a period on which units waited, times the price of a unit.
-- reads: sales_order, order_line, product, promise, shipment_line, shipment, location.
-- writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: the last units of a line are its backordered ones; of those the last were cancelled,
--   and are left out, because the books keep no day of it. A unit waits from the evening of its
--   order to the one before it leaves, whenever it was ordered.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
late AS (
    SELECT
        l.id, (o.placed_at AT TIME ZONE h.timezone)::date AS placed_on, l.shipped, d.currency,
        d.unit_price, p.units - l.backordered_when_placed AS low,
        least(p.units, l.ordered - l.cancelled) AS high
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    JOIN product AS d ON d.id = l.product_id
    CROSS JOIN home AS h
    CROSS JOIN LATERAL (
        SELECT sum(quantity) AS units
        FROM promise
        WHERE line_id = l.id AND version = 1
    ) AS p
    WHERE l.backordered_when_placed > 0
        AND (o.placed_at AT TIME ZONE h.timezone)::date <= %(last)s::date
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
    SELECT
        l.currency, l.unit_price, l.placed_on, least(s.day, %(last)s::date + 1) AS until,
        least(l.high, s.high) - greatest(l.low, s.low) AS units
    FROM late AS l
    JOIN sent AS s ON s.line_id = l.id AND s.low < l.high AND l.low < s.high
    UNION ALL
    SELECT
        currency, unit_price, placed_on, %(last)s::date + 1,
        high - greatest(low, shipped)
    FROM late
)
SELECT
    currency,
    sum(units::numeric * unit_price * greatest(0, until - greatest(placed_on, %(first)s::date)))
FROM wait
WHERE units > 0
GROUP BY currency
ORDER BY currency
