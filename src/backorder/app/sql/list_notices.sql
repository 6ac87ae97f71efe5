-- list_notices: what customers, suppliers and people of the shop were told, or are to be told.
-- reads: notice, customer, supplier. writes: nothing.
-- parameters: none.
-- invariant: one row a notice.
SELECT
    n.id AS _place, n.id AS notice, n.event, n.audience, c.ref AS customer, s.code AS supplier,
    n.channel, n.address, n.language, n.order_id AS "order",
    n.purchase_order_id AS purchase_order, n.journal_id AS journal, n.state, n.reason,
    n.merged_into_id AS within, n.attempts, n.due_at, n.sent_at, n.subject, n.error, n.created_at
FROM notice AS n
LEFT JOIN customer AS c ON c.id = n.customer_id
LEFT JOIN supplier AS s ON s.id = n.supplier_id
