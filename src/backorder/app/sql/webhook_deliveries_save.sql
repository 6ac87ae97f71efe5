-- webhook_deliveries_save: let messages go to endpoints; with ``again`` those once more that went.
-- reads: webhook_delivery. writes: webhook_delivery.
-- parameters: endpoint, event (arrays of one length), now, again.
-- invariant: one delivery per endpoint and message.
INSERT INTO webhook_delivery (endpoint_id, event_id, next_attempt_at, created_at)
SELECT d.endpoint, d.event, %(now)s::timestamptz, %(now)s::timestamptz
FROM unnest(%(endpoint)s::bigint[], %(event)s::text[]) AS d (endpoint, event)
ON CONFLICT (endpoint_id, event_id) DO UPDATE
SET state = 'pending', attempts = 0, next_attempt_at = excluded.next_attempt_at, delivered_at = NULL
WHERE %(again)s::bool
