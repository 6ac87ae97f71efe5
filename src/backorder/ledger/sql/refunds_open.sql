-- refunds_open: the refunds of some orders that are not made, and those named.
-- reads: refund_due. writes: nothing.
-- parameters: orders, ids (int8 arrays).
-- invariant: ordered by their latest day, oldest first of equal ones.
SELECT
    r.id, r.order_id, coalesce(r.line_id, 0), r.amount, r.made, r.currency, r.reason, r.refund_by, r.state,
    r.reference
FROM refund_due AS r
WHERE r.id = ANY(%(ids)s::bigint[])
    OR (r.order_id = ANY(%(orders)s::bigint[]) AND r.state <> 'made')
ORDER BY r.refund_by, r.id
