-- orders_change: new choices of shipping of orders and new requested days of lines.
-- reads: nothing. writes: sales_order, order_line.
-- parameters: columns as arrays: o_id, o_ship (null: as it is), o_waits (whether
--   o_wait_until is given), o_wait_until; l_id, l_requested_on.
-- invariant: the products of the orders are locked.
WITH ships AS (
    UPDATE sales_order AS s
    SET
        ship = coalesce(o.ship, s.ship),
        wait_until = CASE
            WHEN o.waits THEN nullif(o.wait_until, '-infinity') ELSE s.wait_until
        END
    FROM unnest(
        %(o_id)s::bigint[], %(o_ship)s::text[], %(o_waits)s::bool[], %(o_wait_until)s::date[]
    ) AS o (id, ship, waits, wait_until)
    WHERE s.id = o.id
)
UPDATE order_line AS t
SET requested_on = nullif(l.requested_on, '-infinity')
FROM unnest(%(l_id)s::bigint[], %(l_requested_on)s::date[]) AS l (id, requested_on)
WHERE t.id = l.id
