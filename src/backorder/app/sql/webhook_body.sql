-- webhook_body: the message of a delivery, as it is sent.
-- reads: webhook_delivery, webhook_event. writes: nothing.
-- parameters: delivery.
-- invariant: one row, or none.
SELECT v.body
FROM webhook_delivery AS d
JOIN webhook_event AS v ON v.id = d.event_id
WHERE d.id = %(delivery)s::bigint
