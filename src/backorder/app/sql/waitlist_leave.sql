-- waitlist_leave: end a sign-up that was not told yet.
-- reads: nothing. writes: waitlist_entry.
-- parameters: entry (id), now.
-- invariant: what was told stays told; units that were about to be held are given back.
UPDATE waitlist_entry SET state = 'ended', ended_at = %(now)s::timestamptz, ended_why = 'left'
WHERE id = %(entry)s::bigint AND state IN ('unconfirmed', 'waiting', 'offering')
