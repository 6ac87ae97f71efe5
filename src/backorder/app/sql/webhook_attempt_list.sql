-- webhook_attempt_list: the attempts of a delivery, the first one first.
-- reads: webhook_attempt. writes: nothing.
-- parameters: delivery.
-- invariant: one row an attempt.
SELECT id, at, ms, status, error, answer
FROM webhook_attempt
WHERE delivery_id = %(delivery)s::bigint
ORDER BY id
