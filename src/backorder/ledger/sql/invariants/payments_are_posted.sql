-- name: payments_are_posted
-- invariant: What was captured and refunded of a payment is what its provider said and what stands as cash
--   in the ledger; terms and payments are of orders that have them.
-- law: 1
-- reads: payment, payment_event, money_entry
-- writes: nothing
-- parameters: none
WITH said AS (
    SELECT
        payment_id,
        coalesce(sum(amount) FILTER (WHERE what IN ('charged', 'captured')), 0) AS captured,
        coalesce(sum(amount) FILTER (WHERE what = 'refunded'), 0) AS refunded
    FROM payment_event
    GROUP BY payment_id
),
posted AS (
    SELECT
        payment_id,
        coalesce(sum(amount) FILTER (WHERE account = 'cash' AND amount > 0), 0) AS captured,
        coalesce(-sum(amount) FILTER (WHERE account = 'cash' AND amount < 0), 0) AS refunded
    FROM money_entry
    WHERE payment_id IS NOT NULL
    GROUP BY payment_id
)
SELECT
    p.id, p.captured, p.refunded,
    s.captured AS said_captured, s.refunded AS said_refunded,
    c.captured AS posted_captured, c.refunded AS posted_refunded
FROM payment AS p
LEFT JOIN said AS s ON s.payment_id = p.id
LEFT JOIN posted AS c ON c.payment_id = p.id
WHERE (p.captured, p.refunded) IS DISTINCT FROM (s.captured, s.refunded)
    OR (p.captured, p.refunded)
    IS DISTINCT FROM (coalesce(c.captured, 0)::bigint, coalesce(c.refunded, 0)::bigint)
ORDER BY p.id -- unique: one row a payment
