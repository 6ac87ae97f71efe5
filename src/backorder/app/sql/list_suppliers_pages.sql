-- list_suppliers_pages: who sells to us, with what is open and what came on time.
-- reads: supplier, supplier_item, purchase_order, purchase_line, supply, receipt, receipt_line,
--   location, product. writes: nothing.
-- parameters: none.
-- invariant: one row a supplier; on_time is the share of the units of its last 30 purchase orders
--   that came on the day first ordered for or before.
SELECT
    v.id AS _place, v.code, v.name, v.email,
    (SELECT count(*) FROM supplier_item AS i WHERE i.supplier_id = v.id) AS items,
    coalesce(coming.orders, 0) AS orders, coalesce(coming.units, 0)::bigint AS units,
    coalesce(coming.value, 0)::bigint AS value,
    coalesce((SELECT p.currency FROM product AS p WHERE p.id = coming.product_id), '') AS _currency,
    coalesce((SELECT p.currency FROM product AS p WHERE p.id = coming.product_id), '') AS currency,
    (
        SELECT round(
            100.0 * coalesce(sum(r.good + r.damaged) FILTER (
                WHERE (h.at AT TIME ZONE l.timezone)::date <= line.ordered_for
            ), 0) / nullif(sum(r.good + r.damaged), 0)
        )::int
        FROM (
            SELECT o.id FROM purchase_order AS o
            WHERE o.supplier_id = v.id
            ORDER BY o.id DESC
            LIMIT 30
        ) AS last
        JOIN receipt AS h ON h.purchase_order_id = last.id
        JOIN location AS l ON l.id = h.location_id
        JOIN receipt_line AS r ON r.receipt_id = h.id
        JOIN purchase_line AS line ON line.id = r.purchase_line_id
    ) AS on_time
FROM supplier AS v
LEFT JOIN (
    SELECT
        s.supplier_id, count(DISTINCT line.purchase_order_id) AS orders, sum(s.quantity) AS units,
        sum(s.quantity * line.unit_cost) AS value, min(s.product_id) AS product_id
    FROM supply AS s
    JOIN purchase_line AS line ON line.id = s.purchase_line_id
    WHERE s.quantity <> 0 AND s.kind = 'purchase'
    GROUP BY s.supplier_id
) AS coming ON coming.supplier_id = v.id
