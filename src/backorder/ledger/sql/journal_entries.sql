-- journal_entries: every verb that was carried out, in the order of the decisions.
-- reads: journal. writes: nothing.
-- parameters: none.
-- invariant: a number is taken under the locks of what the verb decides on, so this order is one in
--   which the verbs could have been carried out one after the other.
SELECT id, verb, actor, at, input, result, numbers FROM journal ORDER BY id
