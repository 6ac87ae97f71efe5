-- refunds_save: write down what is owed back to customers.
-- reads: nothing. writes: refund_due.
-- parameters: columns as arrays: id, order, line (0: none), units, amount, currency, reason, by
--   (days); at, journal.
-- invariant: a refund is written with the posting that owes it (money_save).
INSERT INTO refund_due (
    id, order_id, line_id, units, amount, currency, reason, refund_by, state, at, journal_id
)
SELECT
    r.id, r.order_id, nullif(r.line, 0), r.units, r.amount, r.currency, r.reason, r.refund_by,
    'due', %(at)s::timestamptz, %(journal)s::bigint
FROM unnest(
    %(id)s::bigint[], %(order)s::bigint[], %(line)s::bigint[], %(units)s::bigint[],
    %(amount)s::bigint[], %(currency)s::text[], %(reason)s::text[], %(by)s::date[]
) AS r (id, order_id, line, units, amount, currency, reason, refund_by)
