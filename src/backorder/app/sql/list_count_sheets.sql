-- list_count_sheets: sheets on which stock is counted.
-- reads: count_sheet, count_sheet_line, location. writes: nothing.
-- parameters: none.
-- invariant: one row a sheet; what the books say is not among it.
SELECT
    c.id AS _place, c.id AS sheet, l.code AS location, c.state, c.note,
    (SELECT count(*) FROM count_sheet_line AS n WHERE n.sheet_id = c.id) AS lines,
    (
        SELECT count(*) FROM count_sheet_line AS n WHERE n.sheet_id = c.id AND n.counted IS NOT NULL
    ) AS counted,
    (
        SELECT count(*)
        FROM count_sheet_line AS n
        WHERE n.sheet_id = c.id AND n.state IN ('open', 'recount')
    ) AS to_count,
    c.opened_at, c.opened_by, c.closed_at, c.closed_by, c.closed_at IS NULL AS live
FROM count_sheet AS c
JOIN location AS l ON l.id = c.location_id
