-- incentive_outbox_look: the oldest journal entries at which the job has not looked yet.
-- reads: incentive_outbox. writes: nothing.
-- parameters: limit.
-- invariant: one row an entry, the oldest first; what is committed later stands there the next time.
SELECT journal_id, at
FROM incentive_outbox
ORDER BY journal_id -- unique: the key
LIMIT %(limit)s::int
