-- webhook_waiting: whether there is anything to tell or to send now.
-- reads: webhook_outbox, webhook_delivery, webhook_endpoint. writes: nothing.
-- parameters: now.
-- invariant: deliveries of endpoints that are switched off wait.
SELECT
    EXISTS (SELECT FROM webhook_outbox)
    OR EXISTS (
        SELECT FROM webhook_endpoint AS e
        JOIN webhook_delivery AS d ON d.endpoint_id = e.id
        WHERE e.enabled AND d.state = 'pending' AND d.next_attempt_at <= %(now)s::timestamptz
    )
