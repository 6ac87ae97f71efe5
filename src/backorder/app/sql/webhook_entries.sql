-- webhook_entries: journal entries to be told.
-- reads: journal. writes: nothing.
-- parameters: ids (int8 array).
-- invariant: one row an entry.
SELECT id, verb, at, written_at, actor, input, result
FROM journal
WHERE id = ANY(%(ids)s::bigint[])
ORDER BY id
