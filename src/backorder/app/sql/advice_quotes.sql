-- advice_quotes: waits that customers were quoted or saw in a cart, and whether they took them.
-- reads: hold, hold_line, order_line, product, promise, journal. writes: nothing.
-- parameters: since, now (instants).
-- invariant: one row a quote or cart and category with units that would have come later; those that
--   still stand, or were withdrawn, say nothing.
SELECT
    p.category,
    max((s.one ->> 'on')::date - (h.made_at AT TIME ZONE 'UTC')::date)::float8,
    h.ended_as = 'confirmed'
FROM hold AS h
JOIN journal AS j ON j.id = h.journal_id
CROSS JOIN LATERAL jsonb_path_query(
    j.result, '$.*[*] ? (@.key == $key).lines[*]', jsonb_build_object('key', h.key)
) AS l (line)
CROSS JOIN LATERAL jsonb_path_query(l.line, '$.promises[*] ? (@.basis != "stock")') AS s (one)
JOIN product AS p ON p.sku = l.line ->> 'sku'
WHERE (h.ended_as = 'confirmed' OR (h.ended_as = '' AND h.expires_at < %(now)s::timestamptz))
    AND h.made_at >= %(since)s::timestamptz AND s.one ->> 'on' IS NOT NULL
GROUP BY h.id, p.category
ORDER BY h.id, p.category
