-- name: notice_references_exist
-- invariant: What is told, or is to be told, is of an order, a purchase and an entry that are there.
-- law: 5
-- reads: notice, notice_outbox, sms_in, journal, sales_order, purchase_order
-- writes: nothing
-- parameters: none
WITH missing (reference, row_id) AS (
    SELECT 'notice_outbox.journal_id', o.journal_id
    FROM notice_outbox AS o
    WHERE NOT EXISTS (SELECT FROM journal AS j WHERE j.id = o.journal_id)
    UNION
    SELECT 'notice.journal_id', n.journal_id
    FROM notice AS n
    WHERE n.journal_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM journal AS j WHERE j.id = n.journal_id)
    UNION
    SELECT 'notice.order_id', n.order_id
    FROM notice AS n
    WHERE n.order_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM sales_order AS s WHERE s.id = n.order_id)
    UNION
    SELECT 'notice.purchase_order_id', n.purchase_order_id
    FROM notice AS n
    WHERE n.purchase_order_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM purchase_order AS p WHERE p.id = n.purchase_order_id)
    UNION
    SELECT 'sms_in.order_id', i.order_id
    FROM sms_in AS i
    WHERE i.order_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM sales_order AS s WHERE s.id = i.order_id)
)
SELECT reference, row_id AS missing
FROM missing
ORDER BY reference, row_id -- unique: each once
