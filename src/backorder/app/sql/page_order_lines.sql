-- page_order_lines: the lines of an order, each with its open parts.
-- reads: order_line, product, peg, supply, promise. writes: nothing.
-- parameters: order (id).
-- invariant: one row a line; first is the latest day of its first promise, null where a part had none.
SELECT
    l.id, l.line_no, p.sku, p.name, l.ordered, l.shipped, l.cancelled, l.returned, l.unit_price,
    l.requested_on, l.latest_on, l.backordered_when_placed,
    (
        SELECT
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'quantity', g.quantity, 'on', g.promised_on,
                        'basis', coalesce(s.kind, 'unknown'), 'supply', s.name,
                        'expected_on', s.available_on, 'released', g.released
                    )
                    ORDER BY s.kind = 'stock' DESC, g.promised_on NULLS LAST, g.n
                ),
                '[]'
            )
        FROM peg AS g
        LEFT JOIN supply AS s ON s.id = g.supply_id
        WHERE g.line_id = l.id
    ) AS parts,
    (
        SELECT CASE WHEN count(*) = count(f.promised_on) THEN max(f.promised_on) END
        FROM promise AS f
        WHERE f.line_id = l.id AND f.version = 1
    ) AS first_on
FROM order_line AS l
JOIN product AS p ON p.id = l.product_id
WHERE l.order_id = %(order)s::bigint
ORDER BY l.line_no
