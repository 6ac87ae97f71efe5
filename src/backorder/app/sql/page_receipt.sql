-- page_receipt: one receipt, and what the verb that posted it answered.
-- reads: receipt, location, journal, receipt_line, product. writes: nothing.
-- parameters: receipt (id).
-- invariant: one row, or none where there is no such receipt.
SELECT
    r.key, r.at, l.code AS location, r.purchase_order_id, r.transfer_id, j.actor,
    j.result AS answer, (
        SELECT jsonb_agg(jsonb_build_object(
            'sku', p.sku, 'name', p.name, 'good', line.good, 'damaged', line.damaged,
            'over', line.over
        ) ORDER BY line.line_no)
        FROM receipt_line AS line
        JOIN product AS p ON p.id = line.product_id
        WHERE line.receipt_id = r.id
    ) AS lines
FROM receipt AS r
JOIN location AS l ON l.id = r.location_id
LEFT JOIN journal AS j ON j.id = r.journal_id
WHERE r.id = %(receipt)s::bigint
