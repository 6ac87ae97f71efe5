-- waitlist_prune: forget sign-ups that nobody confirmed, with their addresses.
-- reads: nothing. writes: waitlist_entry.
-- parameters: before.
-- invariant: what is confirmed is never forgotten here.
DELETE FROM waitlist_entry
WHERE state = 'unconfirmed' AND joined_at < %(before)s::timestamptz
