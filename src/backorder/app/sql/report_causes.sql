-- report_causes: units and money by cause of the backorders that opened or closed in a period.
-- reads: backorder_cause, order_line, sales_order, product, supplier, location. writes: nothing.
-- parameters: first, last (days at the home place), by (product, supplier or month), event.
-- invariant: one row a group, cause and currency; the last label of each line counts.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
label AS (
    SELECT DISTINCT ON (b.line_id)
        b.line_id, (b.at AT TIME ZONE h.timezone)::date AS day, b.parts, b.supplier_id
    FROM backorder_cause AS b
    CROSS JOIN home AS h
    WHERE b.event = %(event)s::text
        AND (b.at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
    ORDER BY b.line_id, b.version DESC
)
SELECT
    CASE %(by)s::text
        WHEN 'product' THEN p.sku
        WHEN 'supplier' THEN coalesce(s.code, '')
        ELSE to_char(b.day, 'YYYY-MM')
    END AS part,
    c.cause, o.currency, sum(c.units::bigint)::bigint,
    sum(c.units::bigint * l.unit_price)::bigint
FROM label AS b
CROSS JOIN LATERAL jsonb_each_text(b.parts) AS c (cause, units)
JOIN order_line AS l ON l.id = b.line_id
JOIN sales_order AS o ON o.id = l.order_id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN supplier AS s ON s.id = b.supplier_id
GROUP BY part, c.cause, o.currency
ORDER BY part, c.cause, o.currency
