-- name: proposal_references_exist
-- invariant: Every product, place, supplier, purchase line and journal entry that a proposal or a
--   move of a stock policy names exists; an approved proposal names the line that it became.
-- law: 2
-- reads: proposal, stock_policy_change, product, location, supplier, purchase_line, journal
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
UNION ALL
SELECT 'proposal.journal_id', a.id, a.journal_id
FROM proposal a
WHERE NOT EXISTS (SELECT FROM journal b WHERE b.id = a.journal_id)
UNION ALL
SELECT 'stock_policy_change.journal_id', a.journal_id, a.journal_id
FROM stock_policy_change a
WHERE NOT EXISTS (SELECT FROM journal b WHERE b.id = a.journal_id)
ORDER BY reference, row_id -- unique: one row a reference of a row
