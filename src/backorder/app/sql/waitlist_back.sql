-- waitlist_back: let those for whom nothing could be held stand in the queue again.
-- reads: nothing. writes: waitlist_entry.
-- parameters: entry (ids).
-- invariant: they were told nothing, and keep their places.
UPDATE waitlist_entry
SET state = 'waiting', told_at = NULL, told_units = 0, window_ends_at = NULL
WHERE id = ANY(%(entry)s::bigint[]) AND state = 'offering'
