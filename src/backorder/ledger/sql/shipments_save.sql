-- shipments_save: write shipments with their lines.
-- reads: nothing. writes: shipment, shipment_line.
-- parameters: columns as arrays: s_* shipments, l_* lines; journal, at.
-- invariant: a shipment's key is unique; each line has one movement (movements_save).
WITH papers AS (
    INSERT INTO shipment (id, key, at, journal_id, order_id)
    SELECT s.id, s.key, %(at)s::timestamptz, %(journal)s::bigint, s.order_id
    FROM unnest(%(s_id)s::bigint[], %(s_key)s::text[], %(s_order)s::bigint[]) AS s (id, key, order_id)
)
INSERT INTO shipment_line (shipment_id, line_no, order_line_id, location_id, quantity)
SELECT l.shipment, l.no, l.order_line, l.location, l.quantity
FROM unnest(%(l_shipment)s::bigint[], %(l_no)s::bigint[], %(l_order_line)s::bigint[], %(l_location)s::bigint[], %(l_quantity)s::bigint[]) AS l (
    shipment, no, order_line, location, quantity
)
