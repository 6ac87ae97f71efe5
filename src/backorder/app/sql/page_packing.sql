-- page_packing: what is to be packed for some orders, and what of them waits.
-- reads: order_line, product, sales_order, customer, peg, supply, location. writes: nothing.
-- parameters: orders (ids).
-- invariant: one row an order and product; allocated counts what is released too.
SELECT
    o.id AS order_id, o.key, o.ship, o.destination, o.placed_at,
    coalesce(c.ref, '') AS customer, coalesce(c.name, '') AS customer_name,
    coalesce(c.email, '') AS email, p.sku, p.name, p.unit,
    sum(l.ordered - l.cancelled)::bigint AS ordered, sum(l.shipped)::bigint AS shipped,
    coalesce(sum(there.allocated), 0)::bigint AS allocated,
    coalesce(sum(there.released), 0)::bigint AS released,
    coalesce(sum(there.waiting), 0)::bigint AS waiting,
    coalesce(string_agg(DISTINCT there.places, ', '), '') AS places,
    min(there.promised_on) AS promised_on, max(there.later_on) AS later_on
FROM sales_order AS o
JOIN order_line AS l ON l.order_id = o.id
JOIN product AS p ON p.id = l.product_id
LEFT JOIN customer AS c ON c.id = o.customer_id
LEFT JOIN LATERAL (
    SELECT
        sum(g.quantity) FILTER (WHERE s.kind = 'stock') AS allocated,
        sum(g.quantity) FILTER (WHERE s.kind = 'stock' AND g.released) AS released,
        sum(g.quantity) FILTER (WHERE s.kind IS DISTINCT FROM 'stock') AS waiting,
        string_agg(DISTINCT place.code, ', ') FILTER (WHERE s.kind = 'stock') AS places,
        min(g.promised_on) FILTER (WHERE s.kind = 'stock') AS promised_on,
        max(g.promised_on) FILTER (WHERE s.kind IS DISTINCT FROM 'stock') AS later_on
    FROM peg AS g
    LEFT JOIN supply AS s ON s.id = g.supply_id
    LEFT JOIN location AS place ON place.id = s.location_id
    WHERE g.line_id = l.id
) AS there ON true
WHERE o.id = ANY(%(orders)s::bigint[])
GROUP BY o.id, c.id, p.id
ORDER BY o.id, p.sku
