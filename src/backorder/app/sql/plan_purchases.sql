-- plan_purchases: every purchase line with when it was ordered, when it had come, and how.
-- reads: purchase_line, purchase_order, location, supply, receipt, receipt_line. writes: nothing.
-- parameters: none.
-- invariant: one row a line. Days count from 2000-01-01 at the place that receives; came_on is the
--   day of the last receipt where nothing is to come any more. Lines that ended without any receipt
--   are left out: nothing came of them to learn from. What we took off ourselves is not short.
SELECT
    o.supplier_id, l.product_id,
    (coalesce(o.approved_at, o.at) AT TIME ZONE c.timezone)::date - DATE '2000-01-01' AS ordered_on,
    CASE WHEN s.id IS NULL
        THEN (r.last_at AT TIME ZONE c.timezone)::date - DATE '2000-01-01'
    END AS came_on,
    l.ordered_for - (coalesce(o.approved_at, o.at) AT TIME ZONE c.timezone)::date AS stated_days,
    l.received < l.ordered AND l.cancelled > l.taken_off AS is_short,
    l.damaged > 0 AS is_rejected
FROM purchase_line AS l
JOIN purchase_order AS o ON o.id = l.purchase_order_id
JOIN location AS c ON c.id = o.location_id
LEFT JOIN supply AS s ON s.purchase_line_id = l.id AND s.quantity > 0
LEFT JOIN LATERAL (
    SELECT max(h.at) AS last_at
    FROM receipt_line AS i
    JOIN receipt AS h ON h.id = i.receipt_id
    WHERE i.purchase_line_id = l.id
) AS r ON true
WHERE s.id IS NOT NULL OR r.last_at IS NOT NULL
ORDER BY l.id
