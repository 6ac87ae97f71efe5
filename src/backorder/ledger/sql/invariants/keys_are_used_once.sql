-- name: keys_are_used_once
-- invariant: The same key never made a second journal entry of a verb, a second order, a second
--   quote or hold, or a second paper of a kind.
-- law: 6
-- reads: journal, sales_order, hold, purchase_order, receipt, shipment, stock_count, adjustment, transfer,
--   sales_return, purchase_sending, supplier_message
-- writes: nothing
-- parameters: none
WITH used AS (
    SELECT 'journal ' || verb AS kind, key, count(*) AS times
    FROM journal
    WHERE key IS NOT NULL
    GROUP BY verb, key
    HAVING count(*) > 1
    UNION ALL
    SELECT 'order', key, count(*) FROM sales_order GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'hold', key, count(*) FROM hold GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'purchase order', key, count(*) FROM purchase_order GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'receipt', key, count(*) FROM receipt GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'shipment', key, count(*) FROM shipment GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'count', key, count(*) FROM stock_count GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'adjustment', key, count(*) FROM adjustment GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'transfer', key, count(*) FROM transfer GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'sending', key, count(*) FROM purchase_sending GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'supplier message', key, count(*) FROM supplier_message
    GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT 'return', key, count(*) FROM sales_return GROUP BY key HAVING count(*) > 1
)
SELECT kind, key, times
FROM used
ORDER BY kind, key
