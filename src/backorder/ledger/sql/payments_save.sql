-- payments_save: write payments as they are now, and what was said of them.
-- reads: nothing. writes: payment, payment_event.
-- parameters: columns as arrays: p_* payments (id, order, provider, reference, kind, state, amount,
--   captured, refunded, currency, expires_at), e_* events (payment, what, provider, reference,
--   amount); at, journal.
-- invariant: what was said is written once (payment_event_key_once).
WITH payments AS (
    INSERT INTO payment (
        id, order_id, provider, reference, kind, state, amount, captured, refunded, currency,
        expires_at, at, journal_id
    )
    SELECT
        p.id, p.order_id, p.provider, p.reference, p.kind, p.state, p.amount, p.captured,
        p.refunded, p.currency, p.expires_at, %(at)s::timestamptz, %(journal)s::bigint
    FROM unnest(
        %(p_id)s::bigint[], %(p_order)s::bigint[], %(p_provider)s::text[],
        %(p_reference)s::text[], %(p_kind)s::text[], %(p_state)s::text[], %(p_amount)s::bigint[],
        %(p_captured)s::bigint[], %(p_refunded)s::bigint[], %(p_currency)s::text[],
        %(p_expires_at)s::timestamptz[]
    ) AS p (
        id, order_id, provider, reference, kind, state, amount, captured, refunded, currency,
        expires_at
    )
    ON CONFLICT (id) DO UPDATE
    SET state = excluded.state,
        captured = excluded.captured,
        refunded = excluded.refunded
)
INSERT INTO payment_event (journal_id, n, payment_id, what, provider, reference, amount, at)
SELECT
    %(journal)s::bigint, e.n, e.payment, e.what, e.provider, e.reference, e.amount,
    %(at)s::timestamptz
FROM unnest(
    %(e_payment)s::bigint[], %(e_what)s::text[], %(e_provider)s::text[], %(e_reference)s::text[],
    %(e_amount)s::bigint[]
) WITH ORDINALITY AS e (payment, what, provider, reference, amount, n)
