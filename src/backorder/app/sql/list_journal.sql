-- list_journal: every verb that was carried out: who, when, what was asked, what came of it.
-- reads: journal. writes: nothing.
-- parameters: none.
-- invariant: one row an entry.
SELECT j.id AS _place, j.id AS journal, j.verb, j.key, j.actor, j.at, j.input, j.result
FROM journal AS j
