-- receipts_save: write receipts with their lines.
-- reads: nothing. writes: receipt, receipt_line.
-- parameters: columns as arrays: r_* receipts, l_* lines; journal, at.
-- invariant: a receipt's key is unique; its lines have one movement each (movements_save).
WITH papers AS (
    INSERT INTO receipt (id, key, at, journal_id, location_id, purchase_order_id, transfer_id)
    SELECT
        r.id, r.key, %(at)s::timestamptz, %(journal)s::bigint, r.location,
        nullif(r.purchase_order, 0), nullif(r.transfer, 0)
    FROM unnest(
        %(r_id)s::bigint[], %(r_key)s::text[], %(r_location)s::bigint[], %(r_purchase_order)s::bigint[], %(r_transfer)s::bigint[]
    ) AS r (id, key, location, purchase_order, transfer)
)
INSERT INTO receipt_line (
    receipt_id, line_no, purchase_line_id, transfer_line_id, product_id, good, damaged, over
)
SELECT
    l.receipt, l.no, nullif(l.purchase_line, 0), nullif(l.transfer_line, 0), l.product, l.good,
    l.damaged, l.over
FROM unnest(
    %(l_receipt)s::bigint[], %(l_no)s::bigint[], %(l_purchase_line)s::bigint[], %(l_transfer_line)s::bigint[], %(l_product)s::bigint[], %(l_good)s::bigint[],
    %(l_damaged)s::bigint[], %(l_over)s::bigint[]
) AS l (receipt, no, purchase_line, transfer_line, product, good, damaged, over)
