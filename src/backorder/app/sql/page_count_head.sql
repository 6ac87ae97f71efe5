-- page_count_head: one count sheet.
-- reads: count_sheet, location. writes: nothing.
-- parameters: sheet.
-- invariant: one row or none.
SELECT l.code, c.state, c.note, c.opened_at, c.opened_by, c.closed_at, c.closed_by
FROM count_sheet AS c
JOIN location AS l ON l.id = c.location_id
WHERE c.id = %(sheet)s::bigint
