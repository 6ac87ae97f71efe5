-- payment_events_known: what of some things said by providers is written down already.
-- reads: payment_event, payment. writes: nothing.
-- parameters: columns as arrays: provider, reference, what.
-- invariant: at most one row each.
SELECT e.provider, e.reference, e.what, e.amount, e.payment_id, p.order_id
FROM payment_event AS e
JOIN payment AS p ON p.id = e.payment_id
JOIN unnest(%(provider)s::text[], %(reference)s::text[], %(what)s::text[]) AS n (
    provider, reference, what
) ON n.provider = e.provider AND n.reference = e.reference AND n.what = e.what
ORDER BY e.journal_id, e.n
