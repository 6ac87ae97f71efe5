-- notice_add: write notices down, each key once.
-- reads: nothing. writes: notice.
-- parameters: columns of equal length: key, event, audience, customer, supplier, recipient, channel,
-- address, language, order, purchase_order, journal, thread, facts, told, legal, to_note, state, reason,
-- due_at, message_id, sent_at; and now.
-- invariant: what is there stays as it is.
INSERT INTO notice (
    key, event, audience, customer_id, supplier_id, recipient, channel, address, language, order_id,
    purchase_order_id, journal_id, thread, facts, told, legal, to_note, state, reason, due_at,
    message_id, sent_at, created_at, attempts
)
SELECT
    n.key, n.event, n.audience, n.customer_id, n.supplier_id, n.recipient, n.channel, n.address,
    n.language, n.order_id, n.purchase_order_id, n.journal_id, n.thread, n.facts::jsonb, n.told,
    n.legal, n.to_note, n.state, n.reason, n.due_at, n.message_id, n.sent_at,
    %(now)s::timestamptz, CASE WHEN n.sent_at IS NULL THEN 0 ELSE 1 END
FROM unnest(
    %(key)s::text[], %(event)s::text[], %(audience)s::text[], %(customer)s::bigint[],
    %(supplier)s::bigint[], %(recipient)s::text[], %(channel)s::text[], %(address)s::text[],
    %(language)s::text[], %(order)s::bigint[], %(purchase_order)s::bigint[], %(journal)s::bigint[],
    %(thread)s::text[], %(facts)s::text[], %(told)s::text[], %(legal)s::boolean[],
    %(to_note)s::boolean[], %(state)s::text[], %(reason)s::text[], %(due_at)s::timestamptz[],
    %(message_id)s::text[], %(sent_at)s::timestamptz[]
) WITH ORDINALITY AS n (
    key, event, audience, customer_id, supplier_id, recipient, channel, address, language, order_id,
    purchase_order_id, journal_id, thread, facts, told, legal, to_note, state, reason, due_at,
    message_id, sent_at, n
)
ORDER BY n.n -- unique: an ordinality
ON CONFLICT (key) DO NOTHING
RETURNING id
