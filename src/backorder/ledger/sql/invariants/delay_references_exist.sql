-- name: delay_references_exist
-- invariant: Every line, order, product, case and journal entry that a delay case, its notices and
--   answers name exists.
-- law: 2
-- reads: delay_case, delay_notice, delay_told, delay_answer, order_line, sales_order, product, journal
-- writes: nothing
-- parameters: none
-- The references that the schema does not enforce (decision 12).
SELECT 'delay_case.line_id' AS reference, a.id AS row_id, a.line_id AS missing
FROM delay_case AS a
WHERE NOT EXISTS (
    SELECT FROM order_line AS b
    WHERE b.id = a.line_id AND b.order_id = a.order_id AND b.product_id = a.product_id
)
UNION ALL
SELECT 'delay_case.order_id', a.id, a.order_id
FROM delay_case AS a
WHERE NOT EXISTS (SELECT FROM sales_order AS b WHERE b.id = a.order_id)
UNION ALL
SELECT 'delay_case.product_id', a.id, a.product_id
FROM delay_case AS a
WHERE NOT EXISTS (SELECT FROM product AS b WHERE b.id = a.product_id)
UNION ALL
SELECT 'delay_case.journal_id', a.id, a.journal_id
FROM delay_case AS a
WHERE NOT EXISTS (SELECT FROM journal AS b WHERE b.id = a.journal_id)
UNION ALL
SELECT 'delay_notice.case_id', a.case_id, a.case_id
FROM delay_notice AS a
WHERE NOT EXISTS (SELECT FROM delay_case AS b WHERE b.id = a.case_id)
UNION ALL
SELECT 'delay_notice.journal_id', a.case_id, a.journal_id
FROM delay_notice AS a
WHERE NOT EXISTS (SELECT FROM journal AS b WHERE b.id = a.journal_id)
UNION ALL
SELECT 'delay_told.case_id', a.case_id, a.case_id
FROM delay_told AS a
WHERE NOT EXISTS (
    SELECT FROM delay_notice AS b WHERE b.case_id = a.case_id AND b.n = a.notice
)
UNION ALL
SELECT 'delay_told.journal_id', a.case_id, a.journal_id
FROM delay_told AS a
WHERE NOT EXISTS (SELECT FROM journal AS b WHERE b.id = a.journal_id)
UNION ALL
SELECT 'delay_answer.case_id', a.case_id, a.case_id
FROM delay_answer AS a
WHERE NOT EXISTS (SELECT FROM delay_case AS b WHERE b.id = a.case_id)
UNION ALL
SELECT 'delay_answer.journal_id', a.case_id, a.journal_id
FROM delay_answer AS a
WHERE NOT EXISTS (SELECT FROM journal AS b WHERE b.id = a.journal_id)
ORDER BY reference, row_id, missing -- unique: a row names a thing once, but for rows of a case
