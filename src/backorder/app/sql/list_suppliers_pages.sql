-- list_suppliers_pages: who sells to us, with what is open and what came on time.
-- reads: supplier, supplier_item, purchase_order, purchase_line, supply, receipt, receipt_line,
--   product. writes: nothing.
-- parameters: none.
-- invariant: one row a supplier; on_time is the share of the last 200 receipts' units that came on
--   the day first ordered for or before.
SELECT
    v.id AS _place, v.code, v.name, v.email,
    (SELECT count(*) FROM supplier_item AS i WHERE i.supplier_id = v.id) AS items,
    coming.orders, coming.units, coming.value, coming.currency AS _currency, coming.currency,
    kept.on_time
FROM supplier AS v
CROSS JOIN LATERAL (
    SELECT
        count(DISTINCT o.id) AS orders, coalesce(sum(s.quantity), 0)::bigint AS units,
        coalesce(sum(s.quantity * line.unit_cost), 0)::bigint AS value,
        coalesce(min(p.currency), '') AS currency
    FROM purchase_order AS o
    JOIN purchase_line AS line ON line.purchase_order_id = o.id
    JOIN supply AS s ON s.purchase_line_id = line.id AND s.quantity <> 0
    JOIN product AS p ON p.id = line.product_id
    WHERE o.supplier_id = v.id
) AS coming
CROSS JOIN LATERAL (
    SELECT
        round(
            100.0 * coalesce(sum(came.units) FILTER (WHERE came.late_days <= 0), 0)
            / nullif(sum(came.units), 0)
        )::int AS on_time
    FROM (
        SELECT
            r.good + r.damaged AS units,
            (h.at AT TIME ZONE l.timezone)::date - line.ordered_for AS late_days
        FROM purchase_order AS o
        JOIN receipt AS h ON h.purchase_order_id = o.id
        JOIN location AS l ON l.id = h.location_id
        JOIN receipt_line AS r ON r.receipt_id = h.id
        JOIN purchase_line AS line ON line.id = r.purchase_line_id
        WHERE o.supplier_id = v.id
        ORDER BY h.id DESC, r.line_no
        LIMIT 200
    ) AS came
) AS kept
