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
        purchase_line_id = nullif(u.purchase_line, 0)
    FROM unnest(
        %(u_id)s, %(u_kind)s::text[], %(u_name)s::text[], %(u_quantity)s, %(u_pegged)s,
        %(u_available_on)s, %(u_purchase_line)s
    ) AS u (id, kind, name, quantity, pegged, available_on, purchase_line)
    WHERE s.id = u.id
)
INSERT INTO supply (
    id, product_id, location_id, kind, name, quantity, pegged, available_on, supplier_id,
    purchase_line_id, transfer_line_id
)
SELECT
    n.id, n.product, n.location, n.kind, n.name, n.quantity, n.pegged,
    nullif(n.available_on, '-infinity'), nullif(n.supplier, 0), nullif(n.purchase_line, 0),
    nullif(n.transfer_line, 0)
FROM unnest(
    %(n_id)s, %(n_product)s, %(n_location)s, %(n_kind)s::text[], %(n_name)s::text[],
    %(n_quantity)s, %(n_pegged)s, %(n_available_on)s, %(n_supplier)s, %(n_purchase_line)s,
    %(n_transfer_line)s
) AS n (
    id, product, location, kind, name, quantity, pegged, available_on, supplier, purchase_line,
    transfer_line
)
