-- page_stock_policy_changes: what moved in one stock policy, the latest first.
-- reads: stock_policy_change, product, location. writes: nothing.
-- parameters: sku, location (codes), most (rows).
-- invariant: one row a move.
SELECT
    k.at, k.actor, k.cause, k.reorder_point_from, k.reorder_point_to, k.order_up_to_from,
    k.order_up_to_to, k.safety_stock_from, k.safety_stock_to, k.value_effect, k.service_from,
    k.service_to, k.reason
FROM stock_policy_change AS k
JOIN product AS p ON p.id = k.product_id
JOIN location AS l ON l.id = k.location_id
WHERE p.sku = %(sku)s AND l.code = %(location)s
ORDER BY k.journal_id DESC, k.n DESC
LIMIT %(most)s::int
