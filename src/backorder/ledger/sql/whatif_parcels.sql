-- whatif_parcels: the units that left for customers in a period, by line and day.
-- reads: shipment_line, shipment, order_line, location. writes: nothing.
-- parameters: first, last (days at the place the units left from).
-- invariant: one row a line and day; the instant is that of the last parcel among them. Days are
--   counted from 1970, instants are microseconds of UTC.
SELECT
    s.order_line_id, l.product_id, (h.at AT TIME ZONE c.timezone)::date - '1970-01-01'::date,
    sum(s.quantity)::bigint, (extract(epoch FROM max(h.at)) * 1000000)::bigint
FROM shipment_line AS s
JOIN shipment AS h ON h.id = s.shipment_id
JOIN order_line AS l ON l.id = s.order_line_id
JOIN location AS c ON c.id = s.location_id
WHERE (h.at AT TIME ZONE c.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
GROUP BY s.order_line_id, l.product_id, (h.at AT TIME ZONE c.timezone)::date
ORDER BY s.order_line_id, (h.at AT TIME ZONE c.timezone)::date -- unique: one row a line and day
