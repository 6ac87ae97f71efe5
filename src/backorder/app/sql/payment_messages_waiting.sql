-- payment_messages_waiting: the messages that are not applied yet, in the order they came.
-- reads: payment_message. writes: nothing.
-- parameters: after (an id), limit.
-- invariant: ordered by id.
SELECT id, body
FROM payment_message
WHERE applied_at IS NULL AND id > %(after)s::bigint
ORDER BY id
LIMIT %(limit)s::bigint
