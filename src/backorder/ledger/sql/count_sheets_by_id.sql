-- count_sheets_by_id: some count sheets.
-- reads: count_sheet, location. writes: nothing.
-- parameters: sheets (int8 array).
-- invariant: one row a sheet, by id.
SELECT s.id, s.state, l.code, s.tolerance_percent, s.tolerance_value
FROM count_sheet AS s
JOIN location AS l ON l.id = s.location_id
WHERE s.id = ANY(%(sheets)s::bigint[])
ORDER BY s.id
