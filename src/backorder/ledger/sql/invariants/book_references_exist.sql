-- name: book_references_exist
-- invariant: Every order, hold, line, product and supply that a line, peg, promise or exception
--   names exists.
-- law: 2
-- reads: order_line, sales_order, hold, hold_line, peg, promise, exception_case, product, supply,
--   purchase_order, purchase_line
-- writes: nothing
-- parameters: none
-- The references that the schema does not enforce (decision 12); see also journal_references_exist.
SELECT 'order_line.order_id' AS reference, a.id AS row_id, a.order_id AS missing
FROM order_line a
WHERE NOT EXISTS (SELECT FROM sales_order b WHERE b.id = a.order_id)
UNION ALL
SELECT 'order_line.product_id', a.id, a.product_id
FROM order_line a
WHERE NOT EXISTS (SELECT FROM product b WHERE b.id = a.product_id)
UNION ALL
SELECT 'hold_line.hold_id', a.id, a.hold_id
FROM hold_line a
WHERE NOT EXISTS (SELECT FROM hold b WHERE b.id = a.hold_id)
UNION ALL
SELECT 'hold_line.product_id', a.id, a.product_id
FROM hold_line a
WHERE NOT EXISTS (SELECT FROM product b WHERE b.id = a.product_id)
UNION ALL
SELECT 'peg.line_id', a.line_id, a.line_id
FROM peg a
WHERE NOT CASE
    WHEN a.expires_at IS NULL THEN EXISTS (SELECT FROM order_line b WHERE b.id = a.line_id)
    ELSE EXISTS (SELECT FROM hold_line b WHERE b.id = a.line_id)
END
UNION ALL
SELECT 'peg.order_id', a.line_id, a.order_id
FROM peg a
WHERE NOT CASE
    WHEN a.expires_at IS NULL THEN EXISTS (SELECT FROM sales_order b WHERE b.id = a.order_id)
    ELSE EXISTS (SELECT FROM hold b WHERE b.id = a.order_id)
END
UNION ALL
SELECT 'peg.product_id', a.line_id, a.product_id
FROM peg a
WHERE NOT EXISTS (SELECT FROM product b WHERE b.id = a.product_id)
UNION ALL
SELECT 'peg.supply_id', a.line_id, a.supply_id
FROM peg a
WHERE a.supply_id IS NOT NULL AND NOT EXISTS (SELECT FROM supply b WHERE b.id = a.supply_id)
UNION ALL
SELECT 'promise.line_id', a.line_id, a.line_id
FROM promise a
WHERE NOT EXISTS (SELECT FROM order_line b WHERE b.id = a.line_id)
UNION ALL
SELECT 'promise.supply_id', a.line_id, a.supply_id
FROM promise a
WHERE a.supply_id IS NOT NULL AND NOT EXISTS (SELECT FROM supply b WHERE b.id = a.supply_id)
UNION ALL
SELECT 'exception_case.line_id', a.id, a.line_id
FROM exception_case a
WHERE a.line_id IS NOT NULL AND NOT EXISTS (SELECT FROM order_line b WHERE b.id = a.line_id)
UNION ALL
SELECT 'exception_case.supply_id', a.id, a.supply_id
FROM exception_case a
WHERE a.supply_id IS NOT NULL AND NOT EXISTS (SELECT FROM supply b WHERE b.id = a.supply_id)
UNION ALL
SELECT 'exception_case.purchase_order_id', a.id, a.purchase_order_id
FROM exception_case a
WHERE a.purchase_order_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM purchase_order b WHERE b.id = a.purchase_order_id)
UNION ALL
SELECT 'purchase_line.split_from_id', a.id, a.split_from_id
FROM purchase_line a
WHERE a.split_from_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM purchase_line b WHERE b.id = a.split_from_id)
ORDER BY reference, row_id, missing -- unique: as often as rows of one line name it
