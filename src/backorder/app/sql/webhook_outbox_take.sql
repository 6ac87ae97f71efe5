-- webhook_outbox_take: take the oldest rows out of the outbox that nobody else is taking.
-- reads: webhook_outbox. writes: webhook_outbox.
-- parameters: limit.
-- invariant: they are gone once the deliveries made of them are committed, in the same transaction.
DELETE FROM webhook_outbox
WHERE id IN (
    SELECT id FROM webhook_outbox ORDER BY id LIMIT %(limit)s::int FOR UPDATE SKIP LOCKED
)
RETURNING journal_id, endpoint_id
