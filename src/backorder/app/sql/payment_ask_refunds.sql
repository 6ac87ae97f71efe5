-- payment_ask_refunds: ask for the refunds that are due, each from a payment that still holds money.
-- reads: refund_due, payment, payment_request. writes: payment_request.
-- parameters: provider, now, chance (what makes the keys unlike all others).
-- invariant: one live request an order, so that nothing goes back twice; what a provider refused is
--   not asked again by itself, and what a person asked for is not asked at all.
INSERT INTO payment_request (key, payment_id, refund_id, what, amount, state, next_at, created_at)
SELECT concat_ws('-', %(chance)s::text, 'refund', w.payment), w.payment, w.refund, 'refund', w.amount, 'waiting',
    %(now)s::timestamptz, %(now)s::timestamptz
FROM (
    SELECT DISTINCT ON (r.order_id)
        p.id AS payment, r.id AS refund, least(r.amount - r.made, p.captured - p.refunded) AS amount
    FROM refund_due AS r
    JOIN payment AS p ON p.order_id = r.order_id
    WHERE r.state = 'due' AND p.captured > p.refunded AND p.provider = %(provider)s::text
        AND NOT EXISTS (
            SELECT
            FROM payment AS other
            JOIN payment_request AS q ON q.payment_id = other.id
            WHERE other.order_id = r.order_id AND q.what = 'refund'
                AND q.state IN ('waiting', 'unknown')
        )
        AND NOT EXISTS (
            SELECT FROM payment_request AS q
            WHERE q.payment_id = p.id AND q.what = 'refund' AND q.state = 'refused'
                AND q.refund_id = r.id
        )
    ORDER BY r.order_id, r.refund_by, r.id, p.id -- unique: a payment's id last
) AS w
ON CONFLICT DO NOTHING
