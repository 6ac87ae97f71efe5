-- waitlist_settle: write down what became of units that were held: ordered, declined or expired.
-- reads: hold. writes: waitlist_entry.
-- parameters: now.
-- invariant: the hold says what became of it; whoever did not order is not asked again.
UPDATE waitlist_entry AS w
SET
    state = CASE h.ended_as WHEN 'confirmed' THEN 'taken' ELSE 'ended' END,
    ended_at = coalesce(h.ended_at, h.expires_at),
    ended_why = CASE h.ended_as
        WHEN 'confirmed' THEN '' WHEN 'withdrawn' THEN 'declined' ELSE 'expired'
    END
FROM hold AS h
WHERE h.id = w.hold_id AND w.state = 'told'
    AND (h.ended_as <> '' OR h.expires_at <= %(now)s::timestamptz)
