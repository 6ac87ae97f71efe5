-- list_to_ship: orders with allocated units that can leave, the latest promised first.
-- reads: supply, peg, order_line, sales_order, customer. writes: nothing.
-- parameters: none.
-- invariant: one row an order and whether its units are released to pick; an order that ships
--   complete is listed once all its open units are on stock. ready_on is the day it may leave.
--   Orders are put in their order first: what a page shows and filters by is read until it is full.
SELECT
    there._place, there.order_id AS _place2, o.customer_id AS _customer,
    o.id AS "order", o.key,
    coalesce((SELECT c.ref FROM customer AS c WHERE c.id = o.customer_id), '') AS customer,
    coalesce((SELECT c.name FROM customer AS c WHERE c.id = o.customer_id), '') AS customer_name,
    o.ship, o.destination, there.promised_on,
    greatest(
        coalesce(o.wait_until, date '2000-01-01'), coalesce(l.requested_on, date '2000-01-01')
    ) AS ready_on,
    there.lines, there.units, there.released, l.value, o.currency AS _currency, o.currency
FROM (
    SELECT
        g.order_id, g.released, min(g.promised_on) AS promised_on, count(*) AS lines,
        sum(g.quantity)::bigint AS units,
        (coalesce(min(g.promised_on), date '9999-01-01') - date '2000-01-01')::bigint AS _place
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id
    WHERE s.kind = 'stock' AND s.pegged > 0 AND g.expires_at IS NULL
    GROUP BY g.order_id, g.released
    ORDER BY _place, g.order_id, g.released
) AS there
JOIN sales_order AS o ON o.id = there.order_id
CROSS JOIN LATERAL (
    SELECT max(l.requested_on) AS requested_on, sum(g.quantity * l.unit_price)::bigint AS value
    FROM order_line AS l
    JOIN peg AS g ON g.line_id = l.id AND g.released = there.released
    JOIN supply AS s ON s.id = g.supply_id AND s.kind = 'stock'
    WHERE l.order_id = there.order_id
) AS l
WHERE o.ship <> 'complete' OR NOT EXISTS (
    SELECT 1
    FROM order_line AS l
    JOIN peg AS w ON w.line_id = l.id
    LEFT JOIN supply AS s ON s.id = w.supply_id
    WHERE l.order_id = o.id AND s.kind IS DISTINCT FROM 'stock'
)
