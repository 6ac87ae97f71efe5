-- count_entries_save: append what somebody found, and what the books said at that instant.
-- reads: nothing. writes: count_entry.
-- parameters: columns as arrays: sheet, no, n, round, counted, expected; at, by, journal.
-- invariant: the sheets are locked, so that the entries of a line have no gap.
INSERT INTO count_entry (sheet_id, line_no, n, round, counted, expected, at, by, journal_id)
SELECT
    e.sheet, e.no, e.n, e.round, e.counted, e.expected, %(at)s::timestamptz, %(by)s::text,
    %(journal)s::bigint
FROM unnest(
    %(sheet)s::bigint[], %(no)s::bigint[], %(n)s::bigint[], %(round)s::bigint[],
    %(counted)s::bigint[], %(expected)s::bigint[]
) AS e (sheet, no, n, round, counted, expected)
