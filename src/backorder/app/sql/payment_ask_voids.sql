-- payment_ask_voids: let go of what is authorised for orders of which nothing is open or unpaid.
-- reads: payment, payment_term, order_line, money_entry, payment_request. writes: payment_request.
-- parameters: provider, now, chance (what makes the keys unlike all others).
-- invariant: one live request a payment; what a provider refused is not asked again by itself.
INSERT INTO payment_request (key, payment_id, refund_id, what, amount, state, next_at, created_at)
SELECT concat_ws('-', %(chance)s::text, 'void', p.id), p.id, NULL, 'void', p.amount - p.captured, 'waiting',
    %(now)s::timestamptz, %(now)s::timestamptz
FROM payment AS p
WHERE p.kind = 'authorisation' AND p.state = 'open' AND p.captured < p.amount
    AND p.provider = %(provider)s::text
    AND EXISTS (SELECT FROM payment_term AS t WHERE t.order_id = p.order_id)
    AND NOT EXISTS (
        SELECT FROM order_line AS l
        WHERE l.order_id = p.order_id AND l.ordered > l.shipped + l.cancelled
    )
    AND NOT EXISTS (
        SELECT FROM money_entry AS e
        WHERE e.order_id = p.order_id AND e.account = 'receivable'
        HAVING sum(e.amount) > 0
    )
    AND NOT EXISTS (
        SELECT FROM payment_request AS q
        WHERE q.payment_id = p.id AND (q.state <> 'done' OR q.what = 'void')
    )
ON CONFLICT DO NOTHING
