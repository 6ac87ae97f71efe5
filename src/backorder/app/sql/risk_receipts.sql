-- risk_receipts: what is on its way of some products and brings more than is promised already.
-- reads: supply, supplier, purchase_line, purchase_order. writes: nothing.
-- parameters: products (ids), today.
-- invariant: one row a supply; days are from today to the day it is expected.
SELECT
    s.product_id, s.location_id, s.name, coalesce(v.code, ''), s.quantity - s.pegged,
    s.available_on, s.available_on - %(today)s::date, s.spread_days,
    coalesce(v.emergency_freight, 0)
FROM supply AS s
LEFT JOIN purchase_line AS l ON l.id = s.purchase_line_id
LEFT JOIN purchase_order AS o ON o.id = l.purchase_order_id
LEFT JOIN supplier AS v ON v.id = coalesce(s.supplier_id, o.supplier_id)
WHERE
    s.product_id = any(%(products)s::bigint[]) AND s.kind IN ('purchase', 'transfer')
    AND s.quantity > s.pegged AND s.available_on IS NOT NULL
ORDER BY s.product_id, s.available_on, s.id
