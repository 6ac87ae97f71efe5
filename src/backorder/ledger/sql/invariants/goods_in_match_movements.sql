-- name: goods_in_match_movements
-- invariant: Every line of a receipt or return has exactly one movement for its good and one for
--   its damaged units, of the same product, quantity and places; and every such movement its line.
-- law: 1
-- reads: stock_movement, location, receipt, receipt_line, sales_return, return_line, order_line
-- writes: nothing
-- parameters: none
-- Units lost on the way leave transit without a line: transit_is_open_transfers counts them.
WITH outside AS (
    SELECT
        min(id) FILTER (WHERE kind = 'supplier') AS supplier,
        min(id) FILTER (WHERE kind = 'customer') AS customer,
        min(id) FILTER (WHERE kind = 'transit') AS transit
    FROM location
),
came AS (
    SELECT
        'receipt' AS kind, l.receipt_id AS document, l.line_no, l.product_id, r.location_id,
        CASE WHEN r.transfer_id IS NULL THEN o.supplier ELSE o.transit END AS origin_id,
        l.good, l.damaged
    FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id CROSS JOIN outside o
    UNION ALL
    SELECT
        'return', l.sales_return_id, l.line_no, s.product_id, r.location_id, o.customer,
        l.good, l.damaged
    FROM return_line l
    JOIN sales_return r ON r.id = l.sales_return_id
    JOIN order_line s ON s.id = l.order_line_id
    CROSS JOIN outside o
),
entry (kind, document, line_no, product_id, origin_id, destination_id, quantity, lines, moves) AS (
    SELECT kind, document, line_no, product_id, origin_id, location_id, good, 1, 0
    FROM came
    WHERE good > 0
    UNION ALL
    SELECT c.kind, document, line_no, product_id, origin_id, d.id, damaged, 1, 0
    FROM came c
    LEFT JOIN location d ON d.kind = 'damaged' AND d.site_id = c.location_id
    WHERE damaged > 0
    UNION ALL
    SELECT m.kind, document, document_line, product_id, origin_id, destination_id, quantity, 0, 1
    FROM stock_movement m
    JOIN location l ON l.id = m.destination_id
    WHERE m.kind IN ('receipt', 'return') AND l.kind NOT IN ('scrap', 'adjustment')
),
off AS (
    SELECT
        kind, document, line_no, product_id, origin_id, destination_id, quantity,
        sum(lines) AS lines, sum(moves) AS moves
    FROM entry
    GROUP BY kind, document, line_no, product_id, origin_id, destination_id, quantity
    HAVING sum(lines) <> 1 OR sum(moves) <> 1
)
SELECT
    off.kind, document, line_no, p.sku, a.code AS origin, b.code AS destination, quantity, lines,
    moves AS movements
FROM off
LEFT JOIN product p ON p.id = product_id
LEFT JOIN location a ON a.id = origin_id
LEFT JOIN location b ON b.id = destination_id
ORDER BY off.kind, document, line_no, p.sku, a.code, b.code, quantity -- unique: grouped by these
