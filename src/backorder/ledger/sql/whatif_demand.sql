-- whatif_demand: the units that waited in a period, by line and first promise.
-- reads: sales_order, order_line, promise, customer, product, shipment_line, shipment, location.
-- writes: nothing.
-- parameters: first, last (days at the home place).
-- invariant: a line's units are numbered, its first promise's parts in order of date; those that left
--   before the period are the first ones, those cancelled since are the last ones, and both are left
--   out. Days are counted from 1970, instants are microseconds of UTC.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
gone AS (
    SELECT s.order_line_id AS line_id, sum(s.quantity) AS units
    FROM shipment_line AS s
    JOIN shipment AS h ON h.id = s.shipment_id
    JOIN location AS c ON c.id = s.location_id
    WHERE (h.at AT TIME ZONE c.timezone)::date < %(first)s::date
    GROUP BY s.order_line_id
),
part AS (
    SELECT
        l.id AS line_id, p.part, p.promised_on, p.made_at,
        (p.made_at AT TIME ZONE w.timezone)::date AS placed_on,
        greatest(sum(p.quantity) OVER w - p.quantity, coalesce(g.units, 0)) AS low,
        least(sum(p.quantity) OVER w, l.ordered - l.cancelled) AS high
    FROM order_line AS l
    JOIN promise AS p ON p.line_id = l.id AND p.version = 1
    CROSS JOIN home AS w
    LEFT JOIN gone AS g ON g.line_id = l.id
    WHERE l.ordered - l.cancelled > coalesce(g.units, 0)
        AND (p.made_at AT TIME ZONE w.timezone)::date <= %(last)s::date
    WINDOW w AS (PARTITION BY p.line_id ORDER BY p.promised_on NULLS LAST, p.part)
)
SELECT
    l.order_id, l.id, l.product_id, (t.high - t.low)::bigint,
    t.promised_on - '1970-01-01'::date, greatest(l.requested_on, o.wait_until) - '1970-01-01'::date,
    t.placed_on - '1970-01-01'::date, (extract(epoch FROM t.made_at) * 1000000)::bigint,
    l.rank, l.unit_price, r.unit_cost, o.currency, coalesce(c.customer_class, ''),
    o.ship = 'complete'
FROM part AS t
JOIN order_line AS l ON l.id = t.line_id
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS r ON r.id = l.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE t.low < t.high
ORDER BY t.line_id, t.promised_on NULLS LAST, t.part
