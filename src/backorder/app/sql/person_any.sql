-- person_any: whether there is anybody who may sign in.
-- reads: person. writes: nothing.
-- parameters: none.
-- invariant: one row.
SELECT EXISTS (SELECT FROM person WHERE is_active)
