-- reallocation_emptied: supplies of which nothing is left, among some.
-- reads: supply. writes: nothing.
-- parameters: supplies (int8 array).
-- invariant: the columns are those of `supplies`, which leaves these out.
SELECT
    id, product_id, location_id, kind, name, quantity, pegged, available_on,
    coalesce(supplier_id, 0), coalesce(purchase_line_id, 0), coalesce(transfer_line_id, 0),
    spread_days
FROM supply
WHERE id = ANY(%(supplies)s::bigint[]) AND quantity = 0 AND NOT kind = 'stock'
ORDER BY id
