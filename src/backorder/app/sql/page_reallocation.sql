-- page_reallocation: one reallocation with what was asked and what came of it.
-- reads: reallocation, journal. writes: nothing.
-- parameters: id.
-- invariant: one row at most.
SELECT
    r.id, r.name, r.at, j.actor, r.undone_at, u.actor AS undone_by,
    j.input -> 'release' AS variant, j.result
FROM reallocation AS r
JOIN journal AS j ON j.id = r.journal_id
LEFT JOIN journal AS u ON u.id = r.undone_by
WHERE r.id = %(id)s::bigint
