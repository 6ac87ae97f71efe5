-- incentive_outbox_done: forget journal entries at which the job has looked.
-- reads: nothing. writes: incentive_outbox.
-- parameters: entries (int8 array).
-- invariant: called once all that they brought about was considered.
DELETE FROM incentive_outbox WHERE journal_id = ANY(%(entries)s::bigint[])
