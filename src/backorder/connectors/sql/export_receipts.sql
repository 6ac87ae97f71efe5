-- export_receipts: what came in against purchases, good and damaged units in rows of their own.
-- reads: receipt, receipt_line, purchase_order, product. writes: nothing.
-- parameters: none.
-- invariant: one row a receipt line and condition, in their order.
SELECT
    purchase_order.key AS po,
    product.sku,
    part.quantity,
    receipt.at AS received_at,
    part.condition
FROM receipt
JOIN purchase_order ON purchase_order.id = receipt.purchase_order_id
JOIN receipt_line AS line ON line.receipt_id = receipt.id
JOIN product ON product.id = line.product_id
CROSS JOIN LATERAL (
    VALUES (1, 'good', line.good), (2, 'damaged', line.damaged)
) AS part (n, condition, quantity)
WHERE part.quantity > 0
ORDER BY receipt.id, line.line_no, part.n
