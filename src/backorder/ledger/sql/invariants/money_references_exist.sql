-- name: money_references_exist
-- invariant: Every order, line, payment and journal entry that terms, payments, refunds and entries of the
--   money ledger name exists.
-- law: 2
-- reads: payment_term, payment, payment_event, refund_due, money_entry, payment_request, order_line,
--   sales_order, journal
-- writes: nothing
-- parameters: none
-- The references that the schema does not enforce (decision 12).
WITH named (reference, id, of_what) AS (
    SELECT DISTINCT 'payment_term.line_id', line_id, 'line' FROM payment_term
    UNION ALL
    SELECT DISTINCT 'payment_term.order_id', order_id, 'order' FROM payment_term
    UNION ALL
    SELECT DISTINCT 'payment_term.journal_id', journal_id, 'journal' FROM payment_term
    UNION ALL
    SELECT DISTINCT 'payment.order_id', order_id, 'order' FROM payment
    UNION ALL
    SELECT DISTINCT 'payment.journal_id', journal_id, 'journal' FROM payment
    UNION ALL
    SELECT DISTINCT 'payment_event.payment_id', payment_id, 'payment' FROM payment_event
    UNION ALL
    SELECT DISTINCT 'payment_event.journal_id', journal_id, 'journal' FROM payment_event
    UNION ALL
    SELECT DISTINCT 'refund_due.order_id', order_id, 'order' FROM refund_due
    UNION ALL
    SELECT DISTINCT 'refund_due.line_id', line_id, 'line' FROM refund_due WHERE line_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'refund_due.journal_id', journal_id, 'journal' FROM refund_due
    UNION ALL
    SELECT DISTINCT 'money_entry.order_id', order_id, 'order' FROM money_entry
    UNION ALL
    SELECT DISTINCT 'money_entry.line_id', line_id, 'line' FROM money_entry WHERE line_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'money_entry.payment_id', payment_id, 'payment' FROM money_entry
    WHERE payment_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'money_entry.refund_id', refund_id, 'refund' FROM money_entry
    WHERE refund_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'money_entry.journal_id', journal_id, 'journal' FROM money_entry
    UNION ALL
    SELECT DISTINCT 'payment_request.payment_id', payment_id, 'payment' FROM payment_request
    UNION ALL
    SELECT DISTINCT 'payment_request.refund_id', refund_id, 'refund' FROM payment_request
    WHERE refund_id IS NOT NULL
)
SELECT n.reference, n.id AS missing
FROM named AS n
WHERE NOT CASE n.of_what
    WHEN 'line' THEN EXISTS (SELECT FROM order_line AS l WHERE l.id = n.id)
    WHEN 'order' THEN EXISTS (SELECT FROM sales_order AS o WHERE o.id = n.id)
    WHEN 'payment' THEN EXISTS (SELECT FROM payment AS p WHERE p.id = n.id)
    WHEN 'refund' THEN EXISTS (SELECT FROM refund_due AS r WHERE r.id = n.id)
    ELSE EXISTS (SELECT FROM journal AS j WHERE j.id = n.id)
END
ORDER BY n.reference, n.id -- unique: distinct
