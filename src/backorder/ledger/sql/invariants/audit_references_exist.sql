-- name: audit_references_exist
-- invariant: Every line, sheet, count and journal entry that a count sheet or the label of a
--   backorder names exists.
-- law: 2
-- reads: backorder_cause, count_sheet, count_sheet_line, count_entry, order_line, stock_count, journal
-- writes: nothing
-- parameters: none
-- The references that the schema does not enforce (decision 12).
SELECT 'backorder_cause.line_id' AS reference, a.line_id AS row_id, a.line_id AS missing
FROM backorder_cause AS a
WHERE NOT EXISTS (SELECT FROM order_line AS b WHERE b.id = a.line_id)
UNION ALL
SELECT 'backorder_cause.journal_id', a.line_id, a.journal_id
FROM backorder_cause AS a
WHERE NOT EXISTS (SELECT FROM journal AS b WHERE b.id = a.journal_id)
UNION ALL
SELECT 'count_sheet.stock_count_id', a.id, a.stock_count_id
FROM count_sheet AS a
WHERE a.stock_count_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM stock_count AS b WHERE b.id = a.stock_count_id)
UNION ALL
SELECT 'count_sheet.journal_id', a.id, a.journal_id
FROM count_sheet AS a
WHERE NOT EXISTS (SELECT FROM journal AS b WHERE b.id = a.journal_id)
UNION ALL
SELECT 'count_sheet_line.sheet_id', a.sheet_id, a.sheet_id
FROM count_sheet_line AS a
WHERE NOT EXISTS (SELECT FROM count_sheet AS b WHERE b.id = a.sheet_id)
UNION ALL
SELECT 'count_entry.sheet_id', a.sheet_id, a.sheet_id
FROM count_entry AS a
WHERE NOT EXISTS (SELECT FROM count_sheet AS b WHERE b.id = a.sheet_id)
UNION ALL
SELECT 'count_entry.journal_id', a.sheet_id, a.journal_id
FROM count_entry AS a
WHERE NOT EXISTS (SELECT FROM journal AS b WHERE b.id = a.journal_id)
ORDER BY reference, row_id, missing -- unique: a row names a thing once, but for entries of a line
