-- name: paper_lines_fit_their_paper
-- invariant: A paper's line speaks of a line of the same purchase, transfer or order, and of its
--   product.
-- law: 1
-- reads: receipt, receipt_line, purchase_line, transfer_line, shipment, shipment_line, sales_return,
--   return_line, order_line, supplier_message, supplier_message_line
-- writes: nothing
-- parameters: none
SELECT 'receipt' AS kind, r.id AS document, l.line_no
FROM receipt_line l
JOIN receipt r ON r.id = l.receipt_id
LEFT JOIN purchase_line p ON p.id = l.purchase_line_id
LEFT JOIN transfer_line t ON t.id = l.transfer_line_id
WHERE num_nonnulls(p.id, t.id) <> 1
    OR p.purchase_order_id IS DISTINCT FROM r.purchase_order_id
    OR t.transfer_id IS DISTINCT FROM r.transfer_id
    OR l.product_id <> coalesce(p.product_id, t.product_id)
UNION ALL
SELECT 'shipment', s.id, l.line_no
FROM shipment_line l
JOIN shipment s ON s.id = l.shipment_id
JOIN order_line o ON o.id = l.order_line_id
WHERE o.order_id <> s.order_id
UNION ALL
SELECT 'return', r.id, l.line_no
FROM return_line l
JOIN sales_return r ON r.id = l.sales_return_id
JOIN order_line o ON o.id = l.order_line_id
WHERE o.order_id <> r.order_id
UNION ALL
SELECT 'supplier message', m.id, l.line_no
FROM supplier_message_line l
JOIN supplier_message m ON m.id = l.supplier_message_id
JOIN purchase_line p ON p.id = l.purchase_line_id
WHERE p.purchase_order_id <> m.purchase_order_id
    OR (m.kind = 'announcement' AND l.expected_on IS NULL)
ORDER BY kind, document, line_no
