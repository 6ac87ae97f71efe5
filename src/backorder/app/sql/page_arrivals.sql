-- page_arrivals: what is to come in by some day, the first first, and who waits for it.
-- reads: supply, supplier, location, transfer_line, purchase_line, product, peg, sales_order.
-- writes: nothing.
-- parameters: last (day); limit (rows).
-- invariant: one row a purchase or transfer and day; what is overdue is still to come.
WITH coming AS (
    SELECT
        s.available_on, s.kind, coalesce(p.purchase_order_id, t.transfer_id) AS paper_id,
        s.supplier_id, s.location_id, count(*) AS lines, sum(s.quantity)::bigint AS units,
        sum(s.pegged)::bigint AS pegged, array_agg(s.id ORDER BY s.id) AS supplies,
        min(x.sku) AS sku
    FROM supply AS s
    JOIN product AS x ON x.id = s.product_id
    LEFT JOIN purchase_line AS p ON p.id = s.purchase_line_id
    LEFT JOIN transfer_line AS t ON t.id = s.transfer_line_id
    WHERE NOT s.quantity = 0 AND s.kind IN ('purchase', 'transfer')
        AND s.available_on <= %(last)s::date
    GROUP BY s.available_on, s.kind, paper_id, s.supplier_id, s.location_id
    ORDER BY s.available_on, s.kind, paper_id, s.supplier_id, s.location_id -- unique: grouped by all
    LIMIT %(limit)s::bigint
)
SELECT
    c.available_on, c.kind, c.paper_id, v.code, v.name, l.code, c.lines, c.units, c.pegged, c.sku,
    w.orders, w.customers
FROM coming AS c
JOIN location AS l ON l.id = c.location_id
LEFT JOIN supplier AS v ON v.id = c.supplier_id
CROSS JOIN LATERAL (
    SELECT
        count(DISTINCT g.order_id) AS orders,
        count(DISTINCT coalesce(o.customer_id, -g.order_id)) AS customers
    FROM peg AS g
    JOIN sales_order AS o ON o.id = g.order_id
    WHERE g.supply_id = ANY(c.supplies) AND g.expires_at IS NULL
) AS w
ORDER BY c.available_on, c.kind, c.paper_id -- unique: as above
