-- orders_change: new shipping policies of orders and new requested days of lines.
-- reads: nothing. writes: sales_order, order_line.
-- parameters: columns as arrays: o_id, o_ship; l_id, l_requested_on.
-- invariant: the products of the orders are locked.
WITH ships AS (
    UPDATE sales_order AS s
    SET ship = o.ship
    FROM unnest(%(o_id)s::bigint[], %(o_ship)s::text[]) AS o (id, ship)
    WHERE s.id = o.id
)
UPDATE order_line AS t
SET requested_on = nullif(l.requested_on, '-infinity')
FROM unnest(%(l_id)s::bigint[], %(l_requested_on)s::date[]) AS l (id, requested_on)
WHERE t.id = l.id
