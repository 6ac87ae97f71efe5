-- journal_by_key: the first answer to a request that carried a key.
-- reads: journal. writes: nothing.
-- parameters: verb, key.
-- invariant: at most one row.
SELECT id, input, result FROM journal WHERE verb = %(verb)s::text AND key = %(key)s::text
