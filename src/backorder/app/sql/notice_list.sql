-- notice_list: notices, the newest first.
-- reads: notice. writes: nothing.
-- parameters: channels (text array), state, event, audience, order (id), customer (id), before (id): each may be null; limit.
-- invariant: one row a notice.
SELECT
    n.id, n.event, n.audience, n.recipient, n.channel, n.address, n.order_id, n.purchase_order_id,
    n.state, n.reason, n.due_at, n.attempts, n.error, n.message_id, n.subject, n.created_at,
    n.sent_at, n.legal
FROM notice AS n
WHERE
    (%(channels)s::text[] IS NULL OR n.channel = ANY(%(channels)s::text[]))
    AND (%(state)s::text IS NULL OR n.state = %(state)s::text)
    AND (%(event)s::text IS NULL OR n.event = %(event)s::text)
    AND (%(audience)s::text IS NULL OR n.audience = %(audience)s::text)
    AND (%(order)s::bigint IS NULL OR n.order_id = %(order)s::bigint)
    AND (%(customer)s::bigint IS NULL OR n.customer_id = %(customer)s::bigint)
    AND (%(before)s::bigint IS NULL OR n.id < %(before)s::bigint)
ORDER BY n.id DESC
LIMIT %(limit)s::int
