-- waitlist_offer: write down for whom how many units are to be held, before they are.
-- reads: nothing. writes: waitlist_entry.
-- parameters: entry (ids), units (of each), now, ends_at.
-- invariant: each sign-up is offered units once at a time; its number of offers names the hold.
UPDATE waitlist_entry AS w
SET state = 'offering', told_at = %(now)s::timestamptz, told_units = t.units,
    window_ends_at = %(ends_at)s::timestamptz, offers = w.offers + 1
FROM unnest(%(entry)s::bigint[], %(units)s::bigint[]) AS t (id, units)
WHERE w.id = t.id AND w.state = 'waiting'
