-- name: receipts_within_orders
-- invariant: No more came than was ordered and not cancelled, plus what is recorded as over; no
--   more arrived of a transfer than was sent.
-- law: 1
-- reads: purchase_line, transfer_line
-- writes: nothing
-- parameters: none
SELECT
    'purchase' AS kind, purchase_order_id AS document, line_no, ordered AS expected,
    received + damaged AS came, cancelled AS not_coming, over
FROM purchase_line
WHERE received + damaged + cancelled - over > ordered OR over > received + damaged
UNION ALL
SELECT 'transfer', transfer_id, line_no, sent, received + damaged, lost, 0
FROM transfer_line
WHERE received + damaged + lost > sent
ORDER BY kind, document, line_no
