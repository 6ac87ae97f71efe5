-- notice_told: what was told last of orders, on each channel and of each kind of event.
-- reads: notice. writes: nothing.
-- parameters: orders (int8 array).
-- invariant: one row a recipient, channel, order and kind.
SELECT DISTINCT ON (n.order_id, n.recipient, n.channel, split_part(n.told, ':', 1))
    n.recipient, n.channel, n.order_id, n.told
FROM notice AS n
WHERE n.order_id = ANY(%(orders)s::bigint[]) AND n.state IN ('waiting', 'sent', 'merged')
ORDER BY n.order_id, n.recipient, n.channel, split_part(n.told, ':', 1), n.id DESC
