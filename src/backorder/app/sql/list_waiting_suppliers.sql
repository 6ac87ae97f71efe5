-- list_waiting_suppliers: suppliers that units are waited for from, the most units first.
-- reads: supply, supplier, peg. writes: nothing.
-- parameters: none.
-- invariant: one row a supplier; ordered comes with a purchase, planned nobody has ordered yet.
SELECT
    w.units AS _place, v.id AS _place2, v.code AS supplier, v.name, w.units, w.ordered, w.planned,
    d.lines, d.orders, w.products, d.late, w.next_on, w.last_on
FROM (
    SELECT
        supplier_id, sum(pegged)::bigint AS units,
        coalesce(sum(pegged) FILTER (WHERE kind = 'purchase'), 0)::bigint AS ordered,
        coalesce(sum(pegged) FILTER (WHERE kind = 'planned'), 0)::bigint AS planned,
        count(DISTINCT product_id) AS products, min(available_on) AS next_on,
        max(available_on) AS last_on, array_agg(id ORDER BY id) AS supplies
    FROM supply
    WHERE NOT quantity = 0 AND pegged > 0 AND supplier_id IS NOT NULL AND kind <> 'stock'
    GROUP BY supplier_id
) AS w
JOIN supplier AS v ON v.id = w.supplier_id
CROSS JOIN LATERAL (
    SELECT
        count(DISTINCT g.line_id) AS lines, count(DISTINCT g.order_id) AS orders,
        count(*) FILTER (WHERE s.available_on > g.promised_on) AS late
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id
    WHERE s.id = ANY(w.supplies)
) AS d
