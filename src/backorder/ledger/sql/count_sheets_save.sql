-- count_sheets_save: open count sheets with their lines.
-- reads: nothing. writes: count_sheet, count_sheet_line.
-- parameters: sheets as arrays: id, place, percent, value, note; lines as arrays: sheet, no,
--   product, location, abc, reason (JSON texts); at, by, journal.
-- invariant: no product of a place stands on two live sheets (count_lines_live).
WITH papers AS (
    INSERT INTO count_sheet (
        id, location_id, state, note, tolerance_percent, tolerance_value, opened_at, opened_by,
        journal_id
    )
    SELECT
        s.id, s.place, 'open', s.note, s.percent, s.value, %(at)s::timestamptz, %(by)s::text,
        %(journal)s::bigint
    FROM unnest(
        %(id)s::bigint[], %(place)s::bigint[], %(percent)s::bigint[], %(value)s::bigint[],
        %(note)s::text[]
    ) AS s (id, place, percent, value, note)
)
INSERT INTO count_sheet_line (sheet_id, line_no, product_id, location_id, abc, reason, state)
SELECT l.sheet, l.no, l.product, l.location, l.abc, l.reason::jsonb, 'open'
FROM unnest(
    %(sheet)s::bigint[], %(no)s::bigint[], %(product)s::bigint[], %(location)s::bigint[],
    %(abc)s::text[], %(reason)s::text[]
) AS l (sheet, no, product, location, abc, reason)
