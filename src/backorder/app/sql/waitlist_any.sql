-- waitlist_any: whether the task of the waitlist has anything to look at.
-- reads: waitlist_entry. writes: nothing.
-- parameters: none.
-- invariant: one row.
SELECT EXISTS (SELECT FROM waitlist_entry WHERE state IN ('waiting', 'unconfirmed'))
