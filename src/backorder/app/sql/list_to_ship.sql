-- list_to_ship: orders with allocated units that can leave, the latest promised first.
-- reads: supply, peg, order_line, sales_order, customer. writes: nothing.
-- parameters: none.
-- invariant: one row an order and whether its units are released to pick; an order that ships
--   complete is listed once all its open units are on stock. ready_on is the day it may leave.
--   What only the rows shown need stands in the list of columns, so that it is read for them alone.
SELECT
    (coalesce(there.promised_on, date '9999-01-01') - date '2000-01-01')::bigint AS _place,
    o.id AS _place2,
    o.id AS "order", o.key,
    coalesce((SELECT c.ref FROM customer AS c WHERE c.id = o.customer_id), '') AS customer,
    coalesce((SELECT c.name FROM customer AS c WHERE c.id = o.customer_id), '') AS customer_name,
    o.ship, o.destination, there.promised_on,
    greatest(coalesce(o.wait_until, date '2000-01-01'), there.requested_on) AS ready_on,
    there.lines, there.units, there.released, (
        SELECT sum(g.quantity * l.unit_price)::bigint
        FROM order_line AS l
        JOIN peg AS g ON g.line_id = l.id AND g.released = there.released
        JOIN supply AS s ON s.id = g.supply_id AND s.kind = 'stock'
        WHERE l.order_id = o.id
    ) AS value, o.currency AS _currency, o.currency
FROM (
    SELECT
        g.order_id, g.released, min(g.promised_on) AS promised_on,
        coalesce(max(l.requested_on), date '2000-01-01') AS requested_on,
        count(*) AS lines, sum(g.quantity)::bigint AS units
    FROM supply AS s
    JOIN peg AS g ON g.supply_id = s.id
    JOIN order_line AS l ON l.id = g.line_id
    WHERE s.kind = 'stock' AND s.pegged > 0 AND g.expires_at IS NULL
    GROUP BY g.order_id, g.released
) AS there
JOIN sales_order AS o ON o.id = there.order_id
WHERE o.ship <> 'complete' OR NOT EXISTS (
    SELECT 1
    FROM order_line AS l
    JOIN peg AS w ON w.line_id = l.id
    LEFT JOIN supply AS s ON s.id = w.supply_id
    WHERE l.order_id = o.id AND s.kind IS DISTINCT FROM 'stock'
)
