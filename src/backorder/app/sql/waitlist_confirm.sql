-- waitlist_confirm: let a sign-up stand in the queue, at the place it had when it was made.
-- reads: nothing. writes: waitlist_entry.
-- parameters: entry (id), now.
-- invariant: doing it twice is doing it once.
UPDATE waitlist_entry SET state = 'waiting', confirmed_at = %(now)s::timestamptz
WHERE id = %(entry)s::bigint AND state = 'unconfirmed'
