-- payment_refunds_late: refunds that are not made and whose latest day is near or over.
-- reads: refund_due. writes: nothing.
-- parameters: until (a day), limit.
-- invariant: the latest days first; ends in a unique key.
SELECT id, order_id, amount - made, currency, refund_by
FROM refund_due
WHERE state <> 'made' AND refund_by <= %(until)s::date
ORDER BY refund_by, id
LIMIT %(limit)s::bigint
