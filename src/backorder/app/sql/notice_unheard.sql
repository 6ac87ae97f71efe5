-- notice_unheard: purchases that were sent and not confirmed, and those that are overdue.
-- reads: purchase_order, purchase_sending, supplier_message, purchase_line, supply, product.
-- writes: nothing.
-- parameters: today, before (the latest sending that is to be reminded of), limit.
-- invariant: one row an event, purchase, day and product.
WITH unheard AS (
    SELECT
        'supplier_confirm' AS event, o.id, o.supplier_id, max(s.at)::date AS day
    FROM purchase_order AS o
    JOIN purchase_sending AS s ON s.purchase_order_id = o.id
    WHERE
        NOT EXISTS (SELECT FROM supplier_message AS m WHERE m.purchase_order_id = o.id)
        AND EXISTS (
            SELECT FROM purchase_line AS w
            JOIN supply AS y ON y.purchase_line_id = w.id
            WHERE w.purchase_order_id = o.id AND y.quantity > 0
        )
    GROUP BY o.id, o.supplier_id
    HAVING max(s.at) <= %(before)s::timestamptz
    ORDER BY o.id
    LIMIT %(limit)s::int
),

overdue AS (
    SELECT DISTINCT
        'supplier_overdue' AS event, o.id, o.supplier_id, y.available_on AS day
    FROM supply AS y
    JOIN purchase_line AS w ON w.id = y.purchase_line_id
    JOIN purchase_order AS o ON o.id = w.purchase_order_id
    JOIN purchase_sending AS s ON s.purchase_order_id = o.id
    WHERE y.kind = 'purchase' AND y.quantity > 0 AND y.available_on < %(today)s::date
    ORDER BY o.id, y.available_on -- unique: distinct
    LIMIT %(limit)s::int
)

SELECT
    f.event, f.id, f.supplier_id, f.day::text, (%(today)s::date - f.day)::int, p.sku, p.name,
    sum(y.quantity)::bigint, max(y.available_on)::text
FROM (SELECT * FROM unheard UNION ALL SELECT * FROM overdue) AS f
JOIN purchase_line AS w ON w.purchase_order_id = f.id
JOIN supply AS y ON y.purchase_line_id = w.id AND y.quantity > 0
JOIN product AS p ON p.id = y.product_id
WHERE f.event = 'supplier_confirm' OR y.available_on = f.day
GROUP BY f.event, f.id, f.supplier_id, f.day, p.sku, p.name
ORDER BY f.event, f.id, f.day, p.sku -- unique: grouped by these
