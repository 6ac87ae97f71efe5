-- waitlist_told: write down who is told of how many units, and until when they are kept for them.
-- reads: nothing. writes: waitlist_entry.
-- parameters: entry (ids), units (of each), now, ends_at.
-- invariant: each sign-up is told once.
UPDATE waitlist_entry AS w
SET state = 'told', told_at = %(now)s::timestamptz, told_units = t.units,
    window_ends_at = %(ends_at)s::timestamptz
FROM unnest(%(entry)s::bigint[], %(units)s::bigint[]) AS t (id, units)
WHERE w.id = t.id AND w.state = 'waiting'
RETURNING w.id
