-- webhook_undone: the answers of the reallocations that journal entries took back.
-- reads: reallocation, journal. writes: nothing.
-- parameters: ids (int8 array).
-- invariant: an entry takes back at most one.
SELECT r.undone_by, j.result
FROM reallocation AS r
JOIN journal AS j ON j.id = r.journal_id
WHERE r.undone_by = ANY(%(ids)s::bigint[])
ORDER BY r.undone_by, r.id
