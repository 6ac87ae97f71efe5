-- counts_busy: places with a live sheet that somebody opened.
-- reads: count_sheet, location. writes: nothing.
-- parameters: by (who opened it).
-- invariant: one row a place.
SELECT DISTINCT l.code
FROM count_sheet AS c
JOIN location AS l ON l.id = c.location_id
WHERE c.closed_at IS NULL AND c.opened_by = %(by)s::text
ORDER BY l.code
