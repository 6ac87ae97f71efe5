-- page_suggestions: what customers were promised and nobody ordered, and what its supplier asks.
-- reads: supply, peg, product, supplier, location, supplier_item, sales_order, order_line.
-- writes: nothing.
-- parameters: supplier (code, null for all), limit.
-- invariant: one row a suggestion; what carts and quotes hold of it is not to be bought yet.
--   Suggestions are read once, whatever the plan thinks of their number.
WITH planned AS MATERIALIZED (
    SELECT id, name, product_id, supplier_id, location_id, available_on
    FROM supply
    WHERE kind = 'planned' AND quantity <> 0
),
chosen AS (
    SELECT
        s.id, s.name, s.product_id, s.supplier_id, s.available_on, v.code AS supplier,
        v.name AS supplier_name, l.code AS location
    FROM planned AS s
    JOIN location AS l ON l.id = s.location_id
    JOIN supplier AS v ON v.id = s.supplier_id
    WHERE %(supplier)s::text IS NULL OR v.code = %(supplier)s::text
    ORDER BY v.code, l.code, s.available_on, s.id
    LIMIT %(limit)s::bigint
)
SELECT
    s.name AS suggestion, p.sku, p.name, p.currency, s.supplier, s.supplier_name, s.location,
    s.available_on, wants.units, wants.orders, wants.customers, wants.first_on, wants.value,
    wants.some, coalesce(i.unit_cost, p.unit_cost) AS unit_cost, coalesce(i.moq, 1) AS moq,
    coalesce(i.multiple, 1) AS multiple, i.lead_time_days
FROM chosen AS s
JOIN product AS p ON p.id = s.product_id
LEFT JOIN supplier_item AS i ON i.supplier_id = s.supplier_id AND i.product_id = s.product_id
CROSS JOIN LATERAL (
    SELECT
        sum(g.quantity)::bigint AS units, count(DISTINCT g.order_id) AS orders,
        count(DISTINCT coalesce(o.customer_id, -o.id)) AS customers,
        min(g.promised_on) AS first_on, sum(g.quantity * line.unit_price)::bigint AS value,
        (array_agg(DISTINCT g.order_id ORDER BY g.order_id))[1:3] AS some -- unique: distinct
    FROM peg AS g
    JOIN sales_order AS o ON o.id = g.order_id
    JOIN order_line AS line ON line.id = g.line_id
    WHERE g.supply_id = s.id AND g.expires_at IS NULL
) AS wants
WHERE wants.units > 0
ORDER BY s.supplier, s.location, s.available_on, s.id
