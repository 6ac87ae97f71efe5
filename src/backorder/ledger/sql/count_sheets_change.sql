-- count_sheets_change: bring sheets and their changed lines up to date.
-- reads: nothing. writes: count_sheet, count_sheet_line.
-- parameters: sheets as arrays: s_id, s_state, s_count (paper, 0 for none); lines as arrays: l_sheet,
--   l_no, l_state, l_round, l_found (1 where it was counted now), l_counted, l_expected; at, by.
-- invariant: the sheets are locked; what is posted or dropped stays so.
WITH sheets AS (
    UPDATE count_sheet AS s
    SET
        state = c.state, stock_count_id = nullif(c.paper, 0),
        closed_at = CASE WHEN c.state IN ('posted', 'dropped') THEN %(at)s::timestamptz END,
        closed_by = CASE WHEN c.state IN ('posted', 'dropped') THEN %(by)s::text ELSE '' END
    FROM unnest(%(s_id)s::bigint[], %(s_state)s::text[], %(s_count)s::bigint[]) AS c (id, state, paper)
    WHERE s.id = c.id
)
UPDATE count_sheet_line AS l
SET
    state = c.state, round = c.round,
    counted = CASE WHEN c.found = 1 THEN c.counted ELSE l.counted END,
    expected = CASE WHEN c.found = 1 THEN c.expected ELSE l.expected END,
    counted_at = CASE WHEN c.found = 1 THEN %(at)s::timestamptz ELSE l.counted_at END,
    counted_by = CASE WHEN c.found = 1 THEN %(by)s::text ELSE l.counted_by END
FROM unnest(
    %(l_sheet)s::bigint[], %(l_no)s::bigint[], %(l_state)s::text[], %(l_round)s::bigint[],
    %(l_found)s::bigint[], %(l_counted)s::bigint[], %(l_expected)s::bigint[]
) AS c (sheet, no, state, round, found, counted, expected)
WHERE l.sheet_id = c.sheet AND l.line_no = c.no
