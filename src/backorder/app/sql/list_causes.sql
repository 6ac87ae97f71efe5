-- list_causes: why units were backordered, the last label of each opening and closing.
-- reads: backorder_cause, order_line, product, supplier, sales_order. writes: nothing.
-- parameters: none.
-- invariant: one row a line and event; cause is the one with the largest share.
SELECT
    b.line_id AS _place, CASE b.event WHEN 'opened' THEN 1 ELSE 2 END AS _place2,
    l.order_id AS "order", l.line_no, p.sku, s.code AS supplier, b.event, b.at, b.units, b.value,
    o.currency, o.currency AS _currency,
    (
        SELECT e.key
        FROM jsonb_each_text(b.shares) AS e
        ORDER BY e.value::int DESC, e.key
        LIMIT 1
    ) AS cause,
    b.shares, b.parts, b.evidence
FROM backorder_cause AS b
JOIN order_line AS l ON l.id = b.line_id
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN supplier AS s ON s.id = b.supplier_id
WHERE NOT EXISTS (
    SELECT
    FROM backorder_cause AS n
    WHERE n.line_id = b.line_id AND n.event = b.event AND n.version > b.version
)
