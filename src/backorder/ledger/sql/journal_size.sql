-- journal_size: how many entries the journal has.
-- reads: journal. writes: nothing.
-- parameters: none.
-- invariant: entries are only ever added.
SELECT count(*) FROM journal
