-- list_waiting_suppliers: suppliers that units are waited for from, the most units first.
-- reads: supply, supplier, peg. writes: nothing.
-- parameters: none.
-- invariant: one row a supplier; ordered comes with a purchase, planned nobody has ordered yet; units
--   of quotes and holds are no order's yet and left out.
SELECT
    w.units AS _place, v.id AS _place2, v.code AS supplier, v.name, w.units, w.ordered, w.planned,
    d.lines, d.orders, w.products, d.late, w.next_on, w.last_on
FROM (
    SELECT
        s.supplier_id, sum(s.pegged - coalesce(h.units, 0))::bigint AS units,
        coalesce(sum(s.pegged - coalesce(h.units, 0)) FILTER (WHERE s.kind = 'purchase'), 0)::bigint
            AS ordered,
        coalesce(sum(s.pegged - coalesce(h.units, 0)) FILTER (WHERE s.kind = 'planned'), 0)::bigint
            AS planned,
        count(DISTINCT s.product_id) AS products, min(s.available_on) AS next_on,
        max(s.available_on) AS last_on, array_agg(s.id ORDER BY s.id) AS supplies
    FROM supply AS s
    LEFT JOIN (
        SELECT supply_id, sum(quantity) AS units
        FROM peg
        WHERE expires_at IS NOT NULL
        GROUP BY supply_id
    ) AS h ON h.supply_id = s.id
    WHERE NOT s.quantity = 0 AND s.pegged > coalesce(h.units, 0) AND s.supplier_id IS NOT NULL
        AND s.kind <> 'stock'
    GROUP BY s.supplier_id
) AS w
JOIN supplier AS v ON v.id = w.supplier_id
CROSS JOIN LATERAL (
    SELECT
        count(DISTINCT g.line_id) AS lines, count(DISTINCT g.order_id) AS orders,
        count(*) FILTER (WHERE s.available_on > g.promised_on) AS late
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id AND g.expires_at IS NULL
    WHERE s.id = ANY(w.supplies)
) AS d
