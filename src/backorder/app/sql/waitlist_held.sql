-- waitlist_held: write down whose units are held, by which hold and until when.
-- reads: hold. writes: waitlist_entry.
-- parameters: entry, hold (ids), now.
-- invariant: a hold that has ended meanwhile is nobody's; each is told once.
UPDATE waitlist_entry AS w
SET state = 'told', hold_id = h.id, told_at = %(now)s::timestamptz, window_ends_at = h.expires_at
FROM unnest(%(entry)s::bigint[], %(hold)s::bigint[]) AS t (id, hold)
JOIN hold AS h ON h.id = t.hold AND h.ended_as = '' AND h.expires_at > %(now)s::timestamptz
WHERE w.id = t.id AND w.state = 'offering'
RETURNING w.id, h.id, h.expires_at
