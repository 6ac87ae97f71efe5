-- name: reallocation_references_exist
-- invariant: Every entry, line, order, product and supply that a reallocation or its before-images
--   name exists.
-- law: 2
-- reads: reallocation, reallocation_peg, journal, order_line, sales_order, product, supply
-- writes: nothing
-- parameters: none
-- The references that the schema does not enforce (decision 12); see also book_references_exist.
SELECT 'reallocation.journal_id' AS reference, a.id AS row_id, a.journal_id AS missing
FROM reallocation a
WHERE NOT EXISTS (SELECT FROM journal b WHERE b.id = a.journal_id)
UNION ALL
SELECT 'reallocation.undone_by', a.id, a.undone_by
FROM reallocation a
WHERE a.undone_by IS NOT NULL AND NOT EXISTS (SELECT FROM journal b WHERE b.id = a.undone_by)
UNION ALL
SELECT 'reallocation_peg.reallocation_id', a.line_id, a.reallocation_id
FROM reallocation_peg a
WHERE NOT EXISTS (SELECT FROM reallocation b WHERE b.id = a.reallocation_id)
UNION ALL
SELECT 'reallocation_peg.line_id', a.line_id, a.line_id
FROM reallocation_peg a
WHERE NOT EXISTS (SELECT FROM order_line b WHERE b.id = a.line_id)
UNION ALL
SELECT 'reallocation_peg.order_id', a.line_id, a.order_id
FROM reallocation_peg a
WHERE NOT EXISTS (SELECT FROM sales_order b WHERE b.id = a.order_id)
UNION ALL
SELECT 'reallocation_peg.product_id', a.line_id, a.product_id
FROM reallocation_peg a
WHERE NOT EXISTS (SELECT FROM product b WHERE b.id = a.product_id)
UNION ALL
SELECT 'reallocation_peg.supply_id', a.line_id, a.supply_id
FROM reallocation_peg a
WHERE a.supply_id IS NOT NULL AND NOT EXISTS (SELECT FROM supply b WHERE b.id = a.supply_id)
ORDER BY reference, row_id, missing -- unique: as often as rows of one line name it
