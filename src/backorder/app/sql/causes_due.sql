-- causes_due: backorders whose opening or closing is to be labelled.
-- reads: order_line, promise, backorder_cause, peg, supply, sales_order, shipment, shipment_line.
--   writes: nothing.
-- parameters: now, limit (rows of each event).
-- invariant: one row a line and event, the lines first placed first. A backorder opened with the
--   first version of its promise of which units had no stock; it is closed once none of its units
--   wait, as of its last parcel or, where that is not known, of now.
(
    SELECT
        'opened' AS event, l.id, l.order_id, l.line_no, l.product_id, o.placed_at,
        f.made_at AS opened_at, f.units, f.made_at AS at
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    CROSS JOIN LATERAL (
        SELECT p.made_at, sum(p.quantity)::bigint AS units
        FROM promise AS p
        WHERE p.line_id = l.id AND p.basis <> 'stock'
        GROUP BY p.version, p.made_at
        ORDER BY p.version
        LIMIT 1
    ) AS f
    WHERE NOT EXISTS (
        SELECT FROM backorder_cause AS b WHERE b.line_id = l.id AND b.event = 'opened'
    )
    ORDER BY l.id
    LIMIT %(limit)s::bigint
)
UNION ALL
(
    SELECT
        'closed', l.id, l.order_id, l.line_no, l.product_id, o.placed_at, b.at, b.units,
        greatest(b.at, coalesce((
            SELECT max(h.at)
            FROM shipment_line AS s
            JOIN shipment AS h ON h.id = s.shipment_id
            WHERE s.order_line_id = l.id
        ), %(now)s::timestamptz))
    FROM backorder_cause AS b
    JOIN order_line AS l ON l.id = b.line_id
    JOIN sales_order AS o ON o.id = l.order_id
    WHERE b.event = 'opened' AND b.version = 1
        AND NOT EXISTS (
            SELECT FROM backorder_cause AS c WHERE c.line_id = b.line_id AND c.event = 'closed'
        )
        AND NOT EXISTS (
            SELECT
            FROM peg AS g
            LEFT JOIN supply AS s ON s.id = g.supply_id
            WHERE g.line_id = l.id AND s.kind IS DISTINCT FROM 'stock'
        )
    ORDER BY l.id
    LIMIT %(limit)s::bigint
)
