-- page_reallocations: reallocations that were released, the last first.
-- reads: reallocation, reallocation_peg, journal. writes: nothing.
-- parameters: before (id), limit.
-- invariant: one row a reallocation; undone is empty where it still holds.
SELECT
    r.id, r.name, r.at, j.actor, r.undone_at, u.actor AS undone_by,
    (
        SELECT count(DISTINCT g.line_id) FROM reallocation_peg AS g WHERE g.reallocation_id = r.id
    ) AS lines
FROM reallocation AS r
JOIN journal AS j ON j.id = r.journal_id
LEFT JOIN journal AS u ON u.id = r.undone_by
WHERE %(before)s::bigint IS NULL OR r.id < %(before)s::bigint
ORDER BY r.id DESC
LIMIT %(limit)s::bigint
