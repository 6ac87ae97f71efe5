-- metrics_oldest: the backordered lines that have waited longest.
-- reads: peg, supply, order_line, sales_order, product, customer, promise, location.
-- writes: nothing.
-- parameters: limit (rows).
-- invariant: holds are not accepted demand; units on stock are not waiting; first is the latest day of the first promise.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
waiting AS (
    SELECT
        g.order_id, g.line_id, sum(g.quantity) AS units,
        max(coalesce(g.promised_on, 'infinity')) AS promised_on,
        string_agg(DISTINCT coalesce(s.name, ''), ' ') AS supply
    FROM peg AS g
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE g.expires_at IS NULL AND (s.id IS NULL OR s.kind <> 'stock')
    GROUP BY g.order_id, g.line_id
    ORDER BY g.line_id
    LIMIT %(limit)s::bigint
)
SELECT
    w.order_id, p.sku, p.name, coalesce(c.name, ''), w.units::bigint,
    (o.placed_at AT TIME ZONE h.timezone)::date, f.promised_on,
    nullif(w.promised_on, 'infinity'), w.supply
FROM waiting AS w
JOIN order_line AS l ON l.id = w.line_id
JOIN sales_order AS o ON o.id = w.order_id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
CROSS JOIN home AS h
CROSS JOIN LATERAL (
    SELECT max(promised_on) AS promised_on
    FROM promise
    WHERE line_id = w.line_id AND version = 1
) AS f
ORDER BY w.line_id
