-- reallocation_emptied: supplies of which nothing is left, among some.
-- reads: supply, lead_time. writes: nothing.
-- parameters: supplies (int8 array).
-- invariant: the columns are those of `supplies`, which leaves these out.
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
WHERE id = ANY(%(supplies)s::bigint[]) AND quantity = 0 AND NOT kind = 'stock'
ORDER BY id
