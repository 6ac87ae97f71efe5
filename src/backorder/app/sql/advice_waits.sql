-- advice_waits: how long backordered lines waited, when their days slipped, and whether they were
--   cancelled.
-- reads: order_line, sales_order, product, shipment_line, shipment, promise. writes: nothing.
-- parameters: since, now (instants).
-- invariant: one row a backordered line; one that still waits has waited until now.
SELECT
    p.category,
    extract(epoch FROM coalesce(
        gone.at,
        CASE WHEN l.ordered > l.shipped + l.cancelled THEN %(now)s::timestamptz END,
        told.at, %(now)s::timestamptz
    ) - o.placed_at)::float8 / 86400.0,
    (l.cancelled > 0 AND l.shipped = 0), slip.first_age, slip.second_age
FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN LATERAL (
    SELECT max(h.at) AS at
    FROM shipment_line AS s
    JOIN shipment AS h ON h.id = s.shipment_id
    WHERE s.order_line_id = l.id
) AS gone ON true
LEFT JOIN LATERAL (
    SELECT max(r.made_at) AS at FROM promise AS r WHERE r.line_id = l.id
) AS told ON true
LEFT JOIN LATERAL (
    -- The ages at which a later day was told, or none any more, for the first and the second time.
    SELECT (array_agg(v.age ORDER BY v.version))[1] AS first_age,
        (array_agg(v.age ORDER BY v.version))[2] AS second_age
    FROM (
        SELECT
            r.version, extract(epoch FROM min(r.made_at) - o.placed_at)::float8 / 86400.0 AS age,
            max(coalesce(r.promised_on, date '9999-12-31')) AS day,
            lag(max(coalesce(r.promised_on, date '9999-12-31'))) OVER (ORDER BY r.version) AS before
        FROM promise AS r
        WHERE r.line_id = l.id
        GROUP BY r.version
    ) AS v
    WHERE v.day > v.before
) AS slip ON true
WHERE l.backordered_when_placed > 0 AND o.placed_at >= %(since)s::timestamptz
ORDER BY l.id
