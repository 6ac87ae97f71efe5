-- webhook_delivery_list: deliveries, the newest first.
-- reads: webhook_delivery, webhook_event, webhook_endpoint. writes: nothing.
-- parameters: endpoint, state, delivery (null: any), before (an id, or null), limit.
-- invariant: one row a delivery.
SELECT
    d.id, d.endpoint_id, e.name, d.event_id, v.type, v.journal_id, v.at, d.state, d.attempts,
    d.next_attempt_at, d.delivered_at, d.last_status, d.last_error, d.created_at
FROM webhook_delivery AS d
JOIN webhook_event AS v ON v.id = d.event_id
JOIN webhook_endpoint AS e ON e.id = d.endpoint_id
WHERE
    (%(endpoint)s::bigint IS NULL OR d.endpoint_id = %(endpoint)s::bigint)
    AND (%(state)s::text IS NULL OR d.state = %(state)s::text)
    AND (%(delivery)s::bigint IS NULL OR d.id = %(delivery)s::bigint)
    AND (%(before)s::bigint IS NULL OR d.id < %(before)s::bigint)
ORDER BY d.id DESC
LIMIT %(limit)s::int
