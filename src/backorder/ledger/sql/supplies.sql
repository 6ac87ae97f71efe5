-- supplies: the supplies of some products: open ones, and stock even where none is left.
-- reads: supply, lead_time. writes: nothing.
-- parameters: products (int8 array), locked by an earlier statement.
-- invariant: one stock supply per product and place. Two reads, each with an index of its own: one
--   with OR has none, and walks the whole table.
SELECT
    id, product_id, location_id, kind, name, quantity, pegged, available_on,
    coalesce(supplier_id, 0), coalesce(purchase_line_id, 0), coalesce(transfer_line_id, 0),
    spread_days,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = supply.supplier_id AND t.product_id = supply.product_id
    )
FROM supply
WHERE product_id = ANY(%(products)s::bigint[]) AND NOT quantity = 0
UNION ALL
SELECT
    id, product_id, location_id, kind, name, quantity, pegged, available_on,
    coalesce(supplier_id, 0), coalesce(purchase_line_id, 0), coalesce(transfer_line_id, 0),
    spread_days,
    (
        SELECT ARRAY[t.stated_days, t.p50_days, t.p80_days, t.p95_days, t.deliveries]
        FROM lead_time AS t
        WHERE t.supplier_id = supply.supplier_id AND t.product_id = supply.product_id
    )
FROM supply
WHERE product_id = ANY(%(products)s::bigint[]) AND kind = 'stock' AND quantity = 0
ORDER BY id
