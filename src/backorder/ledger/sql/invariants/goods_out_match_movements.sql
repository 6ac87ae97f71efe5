-- name: goods_out_match_movements
-- invariant: Every line of a shipment, count or transfer has exactly one movement, of the same
--   product, quantity and places; and every such movement its line.
-- law: 1
-- reads: stock_movement, location, shipment_line, stock_count, count_line, transfer, transfer_line,
--   order_line
-- writes: nothing
-- parameters: none
-- A count that found what the books said moves nothing. Units lost on the way leave transit without
-- a line: transit_is_open_transfers counts them.
WITH outside AS (
    SELECT
        min(id) FILTER (WHERE kind = 'customer') AS customer,
        min(id) FILTER (WHERE kind = 'transit') AS transit,
        min(id) FILTER (WHERE kind = 'adjustment') AS adjustment
    FROM location
),
entry (kind, document, line_no, product_id, origin_id, destination_id, quantity, lines, moves) AS (
    SELECT
        'shipment', l.shipment_id, l.line_no, s.product_id, l.location_id, o.customer,
        l.quantity, 1, 0
    FROM shipment_line l JOIN order_line s ON s.id = l.order_line_id CROSS JOIN outside o
    UNION ALL
    SELECT
        'count', l.stock_count_id, l.line_no, l.product_id,
        CASE WHEN l.counted > l.expected THEN o.adjustment ELSE c.location_id END,
        CASE WHEN l.counted > l.expected THEN c.location_id ELSE o.adjustment END,
        abs(l.counted - l.expected), 1, 0
    FROM count_line l JOIN stock_count c ON c.id = l.stock_count_id CROSS JOIN outside o
    WHERE l.counted <> l.expected
    UNION ALL
    SELECT
        'transfer', l.transfer_id, l.line_no, l.product_id, t.origin_id, o.transit, l.sent, 1, 0
    FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id CROSS JOIN outside o
    UNION ALL
    SELECT
        kind, document, document_line, product_id, origin_id, destination_id, quantity, 0, 1
    FROM stock_movement CROSS JOIN outside o
    WHERE kind IN ('shipment', 'count') OR (kind = 'transfer' AND origin_id <> o.transit)
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
