-- name: proposals_are_about_something
-- invariant: Every proposal and every move of a stock policy names a product and a place that exist,
--   and an approved proposal the purchase line that it became.
-- law: 2
-- reads: proposal, stock_policy_change, product, location, supplier, purchase_line
-- writes: nothing
-- parameters: none
-- The references that the schema does not enforce (decision 12).
SELECT 'proposal.product_id' AS reference, a.id AS row_id, a.product_id AS missing
FROM proposal a
WHERE NOT EXISTS (SELECT FROM product b WHERE b.id = a.product_id)
UNION ALL
SELECT 'proposal.location_id', a.id, a.location_id
FROM proposal a
WHERE NOT EXISTS (SELECT FROM location b WHERE b.id = a.location_id)
UNION ALL
SELECT 'proposal.supplier_id', a.id, a.supplier_id
FROM proposal a
WHERE a.supplier_id IS NOT NULL AND NOT EXISTS (SELECT FROM supplier b WHERE b.id = a.supplier_id)
UNION ALL
SELECT 'proposal.purchase_line_id', a.id, a.purchase_line_id
FROM proposal a
WHERE (a.state = 'approved' OR a.kind = 'surplus')
    AND NOT EXISTS (SELECT FROM purchase_line b WHERE b.id = a.purchase_line_id)
UNION ALL
SELECT 'stock_policy_change.product_id', a.journal_id, a.product_id
FROM stock_policy_change a
WHERE NOT EXISTS (SELECT FROM product b WHERE b.id = a.product_id)
UNION ALL
SELECT 'stock_policy_change.location_id', a.journal_id, a.location_id
FROM stock_policy_change a
WHERE NOT EXISTS (SELECT FROM location b WHERE b.id = a.location_id)
ORDER BY reference, row_id -- unique: one row a reference of a row
