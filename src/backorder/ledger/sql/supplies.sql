-- supplies: the supplies of some products: open ones, and stock even where none is left.
-- reads: supply. writes: nothing.
-- parameters: products (int8 array), locked by an earlier statement.
-- invariant: one stock supply per product and place. Two reads, each with an index of its own: one
--   with OR has none, and walks the whole table.
SELECT
    id, product_id, location_id, kind, name, quantity, pegged, available_on,
    coalesce(supplier_id, 0), coalesce(purchase_line_id, 0), coalesce(transfer_line_id, 0),
    spread_days
FROM supply
WHERE product_id = ANY(%(products)s::bigint[]) AND NOT quantity = 0
UNION ALL
SELECT
    id, product_id, location_id, kind, name, quantity, pegged, available_on,
    coalesce(supplier_id, 0), coalesce(purchase_line_id, 0), coalesce(transfer_line_id, 0),
    spread_days
FROM supply
WHERE product_id = ANY(%(products)s::bigint[]) AND kind = 'stock' AND quantity = 0
ORDER BY id
