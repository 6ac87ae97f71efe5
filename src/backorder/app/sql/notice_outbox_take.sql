-- notice_outbox_take: take the oldest rows out of the outbox that nobody else is taking.
-- reads: notice_outbox. writes: notice_outbox.
-- parameters: limit.
-- invariant: they are gone once the notices made of them are committed, in the same transaction.
DELETE FROM notice_outbox
WHERE id IN (
    SELECT id FROM notice_outbox ORDER BY id LIMIT %(limit)s::int FOR UPDATE SKIP LOCKED
)
RETURNING journal_id
