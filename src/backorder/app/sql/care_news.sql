-- care_news: what was put on the customer's page of an order.
-- reads: notice. writes: nothing.
-- parameters: order (id), most.
-- invariant: one row a notice, the newest first.
SELECT n.event, n.created_at, n.facts
FROM notice AS n
WHERE n.order_id = %(order)s::bigint AND n.channel = 'web' AND n.audience = 'customer'
ORDER BY n.id DESC
LIMIT %(most)s::int
