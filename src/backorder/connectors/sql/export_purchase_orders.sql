-- export_purchase_orders: purchases with the day on which they are expected now (once received: were ordered for).
-- reads: purchase_order, purchase_line, supply, supplier, product. writes: nothing.
-- parameters: none.
-- invariant: a draft was not ordered; one row a line, in the order of purchase order and line.
SELECT
    purchase_order.key AS po,
    supplier.code AS supplier,
    product.sku,
    line.ordered AS quantity,
    purchase_order.approved_at AS ordered_at,
    coalesce(supply.available_on, line.ordered_for) AS expected_on
FROM purchase_order
JOIN supplier ON supplier.id = purchase_order.supplier_id
JOIN purchase_line AS line ON line.purchase_order_id = purchase_order.id
JOIN product ON product.id = line.product_id
LEFT JOIN supply ON supply.purchase_line_id = line.id
WHERE purchase_order.approved_at IS NOT NULL
ORDER BY purchase_order.id, line.line_no
