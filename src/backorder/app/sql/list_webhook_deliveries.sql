-- list_webhook_deliveries: messages on their way to endpoints, or there.
-- reads: webhook_delivery, webhook_event, webhook_endpoint. writes: nothing.
-- parameters: none.
-- invariant: one row a delivery.
SELECT
    d.id AS _place, d.id AS delivery, d.endpoint_id AS webhook, e.name, d.event_id AS event, v.type,
    v.journal_id AS journal, v.at, d.state, d.attempts, d.next_attempt_at, d.delivered_at,
    d.last_status, d.last_error, d.created_at
FROM webhook_delivery AS d
JOIN webhook_event AS v ON v.id = d.event_id
JOIN webhook_endpoint AS e ON e.id = d.endpoint_id
