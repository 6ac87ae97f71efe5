-- page_quotes: quotes and cart holds that claim units now, the next to expire first.
-- reads: hold, customer, hold_line, product. writes: nothing.
-- parameters: now; limit.
-- invariant: what has expired is void by the clock alone, whether its units were freed or not.
SELECT
    h.id, h.kind, h.key, c.ref, h.channel, h.made_at, h.expires_at, l.value, h.currency, l.lines
FROM hold AS h
LEFT JOIN customer AS c ON c.id = h.customer_id
CROSS JOIN LATERAL (
    SELECT
        sum(l.quantity * l.unit_price) AS value,
        jsonb_agg(
            jsonb_build_object('sku', p.sku, 'quantity', l.quantity)
            ORDER BY l.line_no
        ) AS lines
    FROM hold_line AS l
    JOIN product AS p ON p.id = l.product_id
    WHERE l.hold_id = h.id
) AS l
WHERE h.ended_at IS NULL AND h.expires_at > %(now)s::timestamptz
ORDER BY h.expires_at, h.id
LIMIT %(limit)s::bigint
