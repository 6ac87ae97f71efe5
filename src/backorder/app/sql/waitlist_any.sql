-- waitlist_any: whether the task of the waitlist has anything to look at.
-- reads: waitlist_entry. writes: nothing.
-- parameters: none.
-- invariant: one row; an offer that is held is looked at until it is taken, declined or expired.
SELECT EXISTS (
    SELECT FROM waitlist_entry
    WHERE state IN ('waiting', 'unconfirmed', 'offering') OR (state = 'told' AND hold_id IS NOT NULL)
)
