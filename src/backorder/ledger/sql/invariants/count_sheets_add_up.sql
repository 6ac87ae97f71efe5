-- name: count_sheets_add_up
-- invariant: A count sheet is in the state that its lines are in, a line shows its last entry, entries
--   have no gap, and a posted sheet has its count and moved what differed.
-- law: 1
-- reads: count_sheet, count_sheet_line, count_entry, count_line
-- writes: nothing
-- parameters: none
WITH of_lines AS (
    SELECT
        sheet_id,
        CASE
            WHEN bool_and(state = 'posted') THEN 'posted'
            WHEN bool_and(state = 'dropped') THEN 'dropped'
            WHEN bool_or(state = 'open') THEN 'open'
            WHEN bool_or(state = 'recount') THEN 'to_recount'
            WHEN bool_or(state = 'differs') THEN 'to_approve'
            ELSE 'counted'
        END AS state
    FROM count_sheet_line
    GROUP BY sheet_id
),
last_entry AS (
    SELECT DISTINCT ON (sheet_id, line_no)
        sheet_id, line_no, n, counted, expected,
        count(*) OVER (PARTITION BY sheet_id, line_no) AS entries
    FROM count_entry
    ORDER BY sheet_id, line_no, n DESC
),
judged AS (
    SELECT
        s.id, NULL::int AS line_no,
        CASE
            WHEN l.state IS DISTINCT FROM s.state THEN 'another state than its lines'
            WHEN (s.state = 'posted') <> (s.stock_count_id IS NOT NULL) THEN 'no count'
        END AS problem
    FROM count_sheet AS s
    LEFT JOIN of_lines AS l ON l.sheet_id = s.id
    UNION ALL
    SELECT
        n.sheet_id, n.line_no,
        CASE
            WHEN s.id IS NULL THEN 'no sheet'
            WHEN (n.counted, n.expected) IS DISTINCT FROM (e.counted, e.expected)
                THEN 'another count than the last entry'
            WHEN e.n <> e.entries THEN 'a gap between entries'
            WHEN n.state = 'posted' AND (c.counted - c.expected)
                IS DISTINCT FROM (n.counted - n.expected) THEN 'posted another difference'
        END
    FROM count_sheet_line AS n
    LEFT JOIN count_sheet AS s ON s.id = n.sheet_id
    LEFT JOIN last_entry AS e ON e.sheet_id = n.sheet_id AND e.line_no = n.line_no
    LEFT JOIN count_line AS c ON c.stock_count_id = s.stock_count_id AND c.line_no = n.line_no
)
SELECT id, line_no, problem
FROM judged
WHERE problem IS NOT NULL
ORDER BY id, line_no NULLS FIRST, problem -- unique: one row a sheet and one a line
