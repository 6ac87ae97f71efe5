-- payment_request_claim: take the next request that is due, and lease it.
-- reads: payment_request, payment, refund_due. writes: payment_request.
-- parameters: now, until (the lease's end).
-- invariant: from now on nobody knows what came of it until somebody says so: whoever dies with it
--   leaves it unknown, and it is asked again with the same key.
UPDATE payment_request AS q
SET state = 'unknown', attempts = q.attempts + 1, next_at = %(until)s::timestamptz
FROM payment AS p
WHERE p.id = q.payment_id
    AND q.id = (
        SELECT r.id
        FROM payment_request AS r
        WHERE r.state IN ('waiting', 'unknown') AND r.next_at <= %(now)s::timestamptz
        ORDER BY r.next_at, r.id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
RETURNING q.id, q.key, q.what, q.amount, q.attempts, q.refund_id, p.id, p.order_id, p.provider,
    p.reference, p.currency
