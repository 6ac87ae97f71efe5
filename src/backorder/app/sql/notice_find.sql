-- notice_find: one notice with what it said.
-- reads: notice. writes: nothing.
-- parameters: notice.
-- invariant: one row at most.
SELECT
    n.id, n.event, n.audience, n.recipient, n.channel, n.address, n.order_id, n.purchase_order_id,
    n.state, n.reason, n.due_at, n.attempts, n.error, n.message_id, n.subject, n.created_at,
    n.sent_at, n.legal, n.customer_id, n.language, n.merged_into_id, n.body, n.template, n.facts
FROM notice AS n
WHERE n.id = %(notice)s::bigint
