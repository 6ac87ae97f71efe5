-- name: lines_are_as_placed
-- invariant: What a line was ordered, first promised and backordered when it was placed is what the
--   journal says the customer was answered.
-- law: 4
-- reads: journal, sales_order, order_line, promise, product
-- writes: nothing
-- parameters: none
-- Compared per order and SKU, over the lines that were placed with their order.
WITH numbered AS (
    SELECT
        id, journal_id, 'SO-' || lpad(id::text, greatest(6, length(id::text)), '0') AS number
    FROM sales_order
),
first AS (
    SELECT line_id, journal_id, sum(quantity)::bigint AS quantity
    FROM promise
    WHERE version = 1
    GROUP BY line_id, journal_id
),
entry (number, sku, promised, backordered, answered, answered_backordered) AS (
    SELECT
        n.number, l.sku, 0, 0, l.ordered, l.backordered
    FROM journal j
    CROSS JOIN jsonb_to_recordset(coalesce(j.result -> 'orders', j.result -> 'confirmations'))
        AS o ("order" text, status text, lines jsonb)
    JOIN numbered n ON n.number = o."order" AND n.journal_id = j.id
    CROSS JOIN jsonb_to_recordset(o.lines) AS l (sku text, ordered bigint, backordered bigint)
    WHERE j.verb IN ('place_orders', 'confirm') AND o.status = 'accepted'
    UNION ALL
    SELECT n.number, p.sku, f.quantity, l.backordered_when_placed, 0, 0
    FROM numbered n
    JOIN order_line l ON l.order_id = n.id
    JOIN first f ON f.line_id = l.id AND f.journal_id = n.journal_id
    JOIN product p ON p.id = l.product_id
)
SELECT
    number, sku, sum(promised)::bigint AS promised, sum(answered)::bigint AS answered,
    sum(backordered)::bigint AS backordered,
    sum(answered_backordered)::bigint AS answered_backordered
FROM entry
GROUP BY number, sku
HAVING sum(promised) <> sum(answered) OR sum(backordered) <> sum(answered_backordered)
ORDER BY number, sku
