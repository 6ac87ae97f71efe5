-- money_save: append a posting.
-- reads: nothing. writes: money_entry.
-- parameters: columns as arrays: account, order, line, payment, refund (0: none), amount, currency;
--   first (the number before the first entry's); at, journal.
-- invariant: the entries of a journal entry sum to nought for each line and order.
INSERT INTO money_entry (
    journal_id, n, account, order_id, line_id, payment_id, refund_id, amount, currency, at
)
SELECT
    %(journal)s::bigint, e.n, e.account, e.order_id, nullif(e.line, 0), nullif(e.payment, 0),
    nullif(e.refund, 0), e.amount, e.currency, %(at)s::timestamptz
FROM unnest(
    %(account)s::text[], %(order)s::bigint[], %(line)s::bigint[], %(payment)s::bigint[],
    %(refund)s::bigint[], %(amount)s::bigint[], %(currency)s::text[]
) WITH ORDINALITY AS e (account, order_id, line, payment, refund, amount, currency, n)
