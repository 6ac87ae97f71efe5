-- name: incentive_references_exist
-- invariant: Every order and journal entry that an incentive, its use or what is to be looked at
--   names exists, and the order is its customer's.
-- law: 2
-- reads: incentive, incentive_redemption, incentive_outbox, sales_order, journal
-- writes: nothing
-- parameters: none
-- The references that the schema does not enforce (decision 12).
SELECT 'incentive.order_id' AS reference, i.id AS row_id, i.order_id AS missing
FROM incentive AS i
WHERE NOT EXISTS (
    SELECT FROM sales_order AS o WHERE o.id = i.order_id AND o.customer_id = i.customer_id
)
UNION ALL
SELECT 'incentive.journal_id', i.id, i.journal_id
FROM incentive AS i
WHERE NOT EXISTS (SELECT FROM journal AS j WHERE j.id = i.journal_id)
UNION ALL
SELECT 'incentive_redemption.journal_id', u.incentive_id, u.journal_id
FROM incentive_redemption AS u
WHERE NOT EXISTS (SELECT FROM journal AS j WHERE j.id = u.journal_id)
UNION ALL
SELECT 'incentive_outbox.journal_id', x.journal_id, x.journal_id
FROM incentive_outbox AS x
WHERE NOT EXISTS (SELECT FROM journal AS j WHERE j.id = x.journal_id)
ORDER BY reference, row_id -- unique: a row names a thing once
