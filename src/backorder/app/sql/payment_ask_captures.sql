-- payment_ask_captures: ask for what left and is not paid, of the first live authorisation of an order.
-- reads: payment, money_entry, payment_request. writes: payment_request.
-- parameters: provider, now, chance (what makes the keys unlike all others).
-- invariant: one live request an order, so that nothing is captured twice; what a provider refused
--   is not asked again by itself.
INSERT INTO payment_request (key, payment_id, refund_id, what, amount, state, next_at, created_at)
SELECT concat_ws('-', %(chance)s::text, 'capture', w.id), w.id, NULL, 'capture', w.amount, 'waiting', %(now)s::timestamptz,
    %(now)s::timestamptz
FROM (
    SELECT DISTINCT ON (p.order_id) p.id, least(d.amount, p.amount - p.captured)::bigint AS amount
    FROM payment AS p
    JOIN LATERAL (
        SELECT sum(e.amount) AS amount
        FROM money_entry AS e
        WHERE e.order_id = p.order_id AND e.account = 'receivable'
    ) AS d ON d.amount > 0
    WHERE p.kind = 'authorisation' AND p.state = 'open' AND p.captured < p.amount
        AND p.provider = %(provider)s::text
        AND (p.expires_at IS NULL OR p.expires_at > %(now)s::timestamptz)
        AND NOT EXISTS (
            SELECT
            FROM payment AS other
            JOIN payment_request AS q ON q.payment_id = other.id
            WHERE other.order_id = p.order_id AND q.what IN ('capture', 'renew')
                AND q.state IN ('waiting', 'unknown')
        )
        AND NOT EXISTS (
            SELECT FROM payment_request AS q
            WHERE q.payment_id = p.id AND q.what = 'capture' AND q.state = 'refused'
        )
    ORDER BY p.order_id, p.id -- unique: a payment's id
) AS w
ON CONFLICT DO NOTHING
