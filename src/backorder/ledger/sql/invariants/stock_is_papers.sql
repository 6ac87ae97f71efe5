-- name: stock_is_papers
-- invariant: The stock of every sellable place is what came in less what went out on paper.
-- law: 1
-- reads: receipt_line, return_line, count_line, adjustment, shipment_line, transfer_line, supply
-- writes: nothing
-- parameters: none
-- Reads no movement: an error that is made in movements and stock alike still shows here.
WITH entry AS (
    SELECT l.product_id, r.location_id, l.good AS papers, 0 AS stock
    FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id
    UNION ALL
    SELECT o.product_id, r.location_id, l.good, 0
    FROM return_line l
    JOIN sales_return r ON r.id = l.sales_return_id
    JOIN order_line o ON o.id = l.order_line_id
    UNION ALL
    SELECT l.product_id, c.location_id, l.counted - l.expected, 0
    FROM count_line l JOIN stock_count c ON c.id = l.stock_count_id
    UNION ALL
    SELECT product_id, location_id, quantity, 0 FROM adjustment
    UNION ALL
    SELECT o.product_id, l.location_id, -l.quantity, 0
    FROM shipment_line l JOIN order_line o ON o.id = l.order_line_id
    UNION ALL
    SELECT l.product_id, t.origin_id, -l.sent, 0
    FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id
    UNION ALL
    SELECT product_id, location_id, 0, quantity FROM supply WHERE kind = 'stock'
),
off AS (
    SELECT product_id, location_id, sum(papers) AS papers, sum(stock) AS stock
    FROM entry
    GROUP BY product_id, location_id
    HAVING sum(papers) <> sum(stock)
)
SELECT p.sku, l.code AS location, off.stock::bigint, off.papers::bigint
FROM off
JOIN location l ON l.id = off.location_id
JOIN product p ON p.id = off.product_id
WHERE l.sellable
ORDER BY p.sku, l.code
