-- expedite_purchases: open purchases that customers wait for, those first whose delay costs most.
-- reads: supply, peg, order_line, sales_order, customer, product, supplier, location, purchase_line.
-- writes: nothing.
-- parameters: percent (of a unit's price, what a day of waiting costs), today, limit.
-- invariant: one row per purchase line; what holds claim does not wait.
WITH behind AS (
    SELECT
        s.id, sum(g.quantity) AS units, sum(g.quantity * l.unit_price) AS value,
        count(DISTINCT g.order_id) AS orders, min(g.promised_on) AS first_told_on,
        sum(g.quantity) FILTER (WHERE g.promised_on < %(today)s::date) AS late_units,
        (array_agg(DISTINCT g.order_id))[1:5] AS some,
        array_remove(array_agg(DISTINCT nullif(c.customer_class, '')), NULL) AS classes
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id AND g.expires_at IS NULL
    JOIN order_line AS l ON l.id = g.line_id
    JOIN sales_order AS o ON o.id = g.order_id
    LEFT JOIN customer AS c ON c.id = o.customer_id
    WHERE s.kind = 'purchase' AND NOT s.quantity = 0
    GROUP BY s.id
)
SELECT
    s.id AS supply_id, line.purchase_order_id AS purchase, s.name AS supply, p.sku,
    p.name AS product_name, v.code AS supplier, v.name AS supplier_name, place.code AS location,
    s.available_on, greatest(%(today)s::date - s.available_on, 0) AS overdue_days,
    b.units::bigint AS units, b.orders, b.some, b.classes, b.value::bigint AS value,
    p.currency, round(b.value * %(percent)s::numeric / 100)::bigint AS cost_per_day,
    b.first_told_on, coalesce(b.late_units, 0)::bigint AS late_units
FROM behind AS b
JOIN supply AS s ON s.id = b.id
JOIN purchase_line AS line ON line.id = s.purchase_line_id
JOIN product AS p ON p.id = s.product_id
JOIN supplier AS v ON v.id = s.supplier_id
JOIN location AS place ON place.id = s.location_id
ORDER BY b.value DESC, s.available_on, s.id
LIMIT %(limit)s::bigint
