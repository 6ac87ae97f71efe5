-- alternatives_last: when alternatives were last found.
-- reads: alternative. writes: nothing.
-- parameters: none.
-- invariant: one row; null where none ever was.
SELECT max(found_at) FROM alternative
