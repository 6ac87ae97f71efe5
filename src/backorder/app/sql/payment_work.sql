-- payment_work: whether the task of payments has anything to do.
-- reads: payment_request, payment_message, payment, refund_due. writes: nothing.
-- parameters: none.
-- invariant: a shop that records no payments has nothing to do.
SELECT
    EXISTS (SELECT FROM payment)
    OR EXISTS (SELECT FROM payment_message WHERE applied_at IS NULL)
    OR EXISTS (SELECT FROM payment_request WHERE state IN ('waiting', 'unknown'))
    OR EXISTS (SELECT FROM refund_due WHERE state <> 'made')
