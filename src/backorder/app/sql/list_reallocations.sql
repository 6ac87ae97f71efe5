-- list_reallocations: units handed out anew, and whether that was undone.
-- reads: reallocation, journal. writes: nothing.
-- parameters: none.
-- invariant: one row a reallocation.
SELECT
    r.id AS _place, r.id AS reallocation, r.key, r.name, j.actor, r.at, r.undone_at,
    r.undone_at IS NOT NULL AS undone, r.before, r.after, r.marks
FROM reallocation AS r
JOIN journal AS j ON j.id = r.journal_id
