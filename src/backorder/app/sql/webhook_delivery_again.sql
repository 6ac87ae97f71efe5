-- webhook_delivery_again: let a delivery go once more, from the first wait on.
-- reads: webhook_delivery. writes: webhook_delivery.
-- parameters: delivery, now.
-- invariant: the message and its id are those of the first time.
UPDATE webhook_delivery
SET state = 'pending', attempts = 0, next_attempt_at = %(now)s::timestamptz, delivered_at = NULL
WHERE id = %(delivery)s::bigint
RETURNING endpoint_id
