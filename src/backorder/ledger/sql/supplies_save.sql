-- supplies_save: write changed supplies and new ones as they are now.
-- reads: nothing. writes: supply.
-- parameters: columns as arrays: u_* changed rows, n_* new rows.
-- invariant: each row is written once with its final quantity and pegged units, so the CHECKs of
--   the table judge the result and no step on the way.
WITH changed AS (
    UPDATE supply AS s
    SET kind = u.kind,
        name = u.name,
        quantity = u.quantity,
        pegged = u.pegged,
        available_on = nullif(u.available_on, '-infinity'),
        purchase_line_id = nullif(u.purchase_line, 0),
        spread_days = u.spread
    FROM unnest(
        %(u_id)s::bigint[], %(u_kind)s::text[], %(u_name)s::text[], %(u_quantity)s::bigint[], %(u_pegged)s::bigint[],
        %(u_available_on)s::date[], %(u_purchase_line)s::bigint[],
        %(u_spread)s::bigint[]
    ) AS u (id, kind, name, quantity, pegged, available_on, purchase_line, spread)
    WHERE s.id = u.id
)
INSERT INTO supply (
    id, product_id, location_id, kind, name, quantity, pegged, available_on, supplier_id,
    purchase_line_id, transfer_line_id, spread_days
)
SELECT
    n.id, n.product, n.location, n.kind, n.name, n.quantity, n.pegged,
    nullif(n.available_on, '-infinity'), nullif(n.supplier, 0), nullif(n.purchase_line, 0),
    nullif(n.transfer_line, 0), n.spread
FROM unnest(
    %(n_id)s::bigint[], %(n_product)s::bigint[], %(n_location)s::bigint[], %(n_kind)s::text[], %(n_name)s::text[],
    %(n_quantity)s::bigint[], %(n_pegged)s::bigint[], %(n_available_on)s::date[], %(n_supplier)s::bigint[], %(n_purchase_line)s::bigint[],
    %(n_transfer_line)s::bigint[], %(n_spread)s::bigint[]
) AS n (
    id, product, location, kind, name, quantity, pegged, available_on, supplier, purchase_line,
    transfer_line, spread
)
