-- payment_ask_renewals: ask for new authorisations where one ends before what it is for has left.
-- reads: payment, payment_term, order_line, money_entry, peg, payment_request. writes: payment_request.
-- parameters: provider, now, chance (what makes the keys unlike all others), until (an
--   authorisation that ends before it is looked at).
-- invariant: one live request a payment; what a provider refused is not asked again by itself.
INSERT INTO payment_request (key, payment_id, refund_id, what, amount, state, next_at, created_at)
SELECT concat_ws('-', %(chance)s::text, 'renew', p.id), p.id, NULL, 'renew',
    least(p.amount - p.captured, d.amount)::bigint, 'waiting', %(now)s::timestamptz, %(now)s::timestamptz
FROM payment AS p
JOIN LATERAL (
    SELECT sum((l.ordered - l.shipped - l.cancelled)::numeric * l.unit_price) AS amount
    FROM payment_term AS t
    JOIN order_line AS l ON l.id = t.line_id
    WHERE t.order_id = p.order_id
) AS d ON d.amount > 0
WHERE p.kind = 'authorisation' AND p.state = 'open' AND p.captured < p.amount
    AND p.provider = %(provider)s::text
    AND p.expires_at <= %(until)s::timestamptz
    AND EXISTS (
        SELECT FROM peg AS g
        WHERE g.order_id = p.order_id
            AND (g.promised_on IS NULL OR g.promised_on >= p.expires_at::date)
    )
    AND NOT EXISTS (
        SELECT FROM payment_request AS q
        WHERE q.payment_id = p.id AND q.what IN ('capture', 'renew') AND q.state <> 'done'
    )
ON CONFLICT DO NOTHING
