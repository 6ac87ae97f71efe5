-- name: journal_references_exist
-- invariant: Every order, quote, paper, movement, swap, promise and exception was written by an entry that is in
--   the journal.
-- law: 5
-- reads: journal, sales_order, hold, purchase_order, receipt, shipment, shipment_label, stock_count,
--   adjustment, transfer, sales_return, purchase_sending, supplier_message, stock_movement, swap, promise, exception_case
-- writes: nothing
-- parameters: none
WITH named (reference, journal_id) AS (
    SELECT DISTINCT 'sales_order.journal_id', journal_id FROM sales_order
    UNION ALL
    SELECT DISTINCT 'hold.journal_id', journal_id FROM hold
    UNION ALL
    SELECT DISTINCT 'purchase_order.journal_id', journal_id FROM purchase_order
    UNION ALL
    SELECT DISTINCT 'purchase_order.approved_by', approved_by FROM purchase_order
    WHERE approved_by IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'purchase_sending.journal_id', journal_id FROM purchase_sending
    UNION ALL
    SELECT DISTINCT 'supplier_message.journal_id', journal_id FROM supplier_message
    UNION ALL
    SELECT DISTINCT 'receipt.journal_id', journal_id FROM receipt
    UNION ALL
    SELECT DISTINCT 'shipment.journal_id', journal_id FROM shipment
    UNION ALL
    SELECT DISTINCT 'shipment_label.journal_id', journal_id FROM shipment_label
    UNION ALL
    SELECT DISTINCT 'stock_count.journal_id', journal_id FROM stock_count
    UNION ALL
    SELECT DISTINCT 'adjustment.journal_id', journal_id FROM adjustment
    UNION ALL
    SELECT DISTINCT 'transfer.journal_id', journal_id FROM transfer
    UNION ALL
    SELECT DISTINCT 'sales_return.journal_id', journal_id FROM sales_return
    UNION ALL
    SELECT DISTINCT 'stock_movement.journal_id', journal_id FROM stock_movement
    UNION ALL
    SELECT DISTINCT 'swap.journal_id', journal_id FROM swap
    UNION ALL
    SELECT DISTINCT 'promise.journal_id', journal_id FROM promise
    UNION ALL
    SELECT DISTINCT 'exception_case.opened_by', opened_by FROM exception_case
    UNION ALL
    SELECT DISTINCT 'exception_case.closed_by', closed_by FROM exception_case
    WHERE closed_by IS NOT NULL
)
SELECT n.reference, n.journal_id
FROM named n
WHERE NOT EXISTS (SELECT FROM journal j WHERE j.id = n.journal_id)
ORDER BY n.reference, n.journal_id -- unique: distinct
