-- name: received_is_receipt_lines
-- invariant: What a purchase or transfer line says came, good, damaged and over, is the sum of its
--   receipt lines.
-- law: 1
-- reads: purchase_line, transfer_line, receipt_line
-- writes: nothing
-- parameters: none
WITH bought AS (
    SELECT purchase_line_id AS id, sum(good) AS good, sum(damaged) AS damaged, sum(over) AS over
    FROM receipt_line
    WHERE purchase_line_id IS NOT NULL
    GROUP BY purchase_line_id
),
moved AS (
    SELECT transfer_line_id AS id, sum(good) AS good, sum(damaged) AS damaged
    FROM receipt_line
    WHERE transfer_line_id IS NOT NULL
    GROUP BY transfer_line_id
)
SELECT
    'purchase' AS kind, l.purchase_order_id AS document, l.line_no, l.received, l.damaged, l.over,
    coalesce(b.good, 0)::bigint AS receipts_good, coalesce(b.damaged, 0)::bigint AS receipts_damaged,
    coalesce(b.over, 0)::bigint AS receipts_over
FROM purchase_line l
LEFT JOIN bought b ON b.id = l.id
WHERE l.received <> coalesce(b.good, 0)
    OR l.damaged <> coalesce(b.damaged, 0)
    OR l.over <> coalesce(b.over, 0)
UNION ALL
SELECT
    'transfer', l.transfer_id, l.line_no, l.received, l.damaged, NULL,
    coalesce(m.good, 0)::bigint, coalesce(m.damaged, 0)::bigint, NULL
FROM transfer_line l
LEFT JOIN moved m ON m.id = l.id
WHERE l.received <> coalesce(m.good, 0) OR l.damaged <> coalesce(m.damaged, 0)
ORDER BY kind, document, line_no
