-- list_quotes: quotes with their lines, those that ended too.
-- reads: hold, hold_line, customer, product, peg, supply. writes: nothing.
-- parameters: none.
-- invariant: one row a quote; after expires_at it claims nothing, whatever ended_as says.
SELECT
    h.id AS _place, h.id AS quote, h.key, h.channel, c.ref AS customer, h.ship, h.currency,
    h.destination, h.wait_until, h.made_at, h.expires_at, h.ended_at, h.ended_as,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'quantity', l.quantity, 'unit_price', l.unit_price,
            'requested_on', l.requested_on, 'latest_on', l.latest_on, 'parts', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'quantity', g.quantity, 'on', g.promised_on,
                    'basis', coalesce(s.kind, 'unknown'), 'supply', s.name
                ) ORDER BY g.n), '[]')
                FROM peg AS g LEFT JOIN supply AS s ON s.id = g.supply_id
                WHERE g.line_id = l.id AND g.expires_at IS NOT NULL
            )
        ) ORDER BY l.line_no), '[]')
        FROM hold_line AS l JOIN product AS p ON p.id = l.product_id
        WHERE l.hold_id = h.id
    ) AS lines
FROM hold AS h
LEFT JOIN customer AS c ON c.id = h.customer_id
WHERE h.kind = 'quote'
