-- name: purchases_live_in_order
-- invariant: A purchase is written down, then approved, and only then sent, answered or received; a part
--   of a line is of the same purchase, product and terms.
-- law: 5
-- reads: purchase_order, purchase_line, purchase_sending, supplier_message, receipt
-- writes: nothing
-- parameters: none
WITH happened AS (
    SELECT purchase_order_id, journal_id, 'sent' AS what FROM purchase_sending
    UNION ALL
    SELECT purchase_order_id, journal_id, 'answered' FROM supplier_message
    UNION ALL
    SELECT purchase_order_id, journal_id, 'received' FROM receipt
    WHERE purchase_order_id IS NOT NULL
),
judged AS (
    SELECT o.id AS purchase_order, h.what || ' before it was approved' AS problem
    FROM happened h
    JOIN purchase_order o ON o.id = h.purchase_order_id
    WHERE o.approved_by IS NULL OR h.journal_id < o.approved_by
    UNION ALL
    SELECT o.id, 'approved before it was written'
    FROM purchase_order o
    WHERE o.approved_at < o.at OR o.approved_by < o.journal_id
    UNION ALL
    SELECT part.purchase_order_id, 'part ' || part.line_no || ' is of another line'
    FROM purchase_line part
    LEFT JOIN purchase_line l ON l.id = part.split_from_id
    WHERE part.split_from_id IS NOT NULL
        AND (part.purchase_order_id, part.product_id, part.unit_cost, part.ordered_for)
        IS DISTINCT FROM (l.purchase_order_id, l.product_id, l.unit_cost, l.ordered_for)
)
SELECT DISTINCT purchase_order, problem
FROM judged
ORDER BY purchase_order, problem -- unique: distinct
