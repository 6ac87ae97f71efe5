-- list_receipts: what came in, against which purchase order or transfer.
-- reads: receipt, receipt_line, location, product. writes: nothing.
-- parameters: none.
-- invariant: one row a receipt.
SELECT
    r.id AS _place,
    r.id AS receipt, r.key, r.purchase_order_id AS purchase_order, r.transfer_id AS transfer,
    l.code AS location, r.at,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'quantity', line.good, 'damaged', line.damaged, 'over', line.over
        ) ORDER BY line.line_no), '[]')
        FROM receipt_line AS line JOIN product AS p ON p.id = line.product_id
        WHERE line.receipt_id = r.id
    ) AS lines
FROM receipt AS r
JOIN location AS l ON l.id = r.location_id
