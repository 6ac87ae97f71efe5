-- proposals_by_id: proposals as they stand, with the purchase that a surplus is on.
-- reads: proposal, product, location, supplier, purchase_line, supply. writes: nothing.
-- parameters: ids (int8 array).
-- invariant: proposals_decide looks again whether they are open, under the products' locks.
SELECT
    p.id, p.kind, p.state, p.product_id, i.sku, v.code, p.location_id, l.code, p.emergency, p.needed,
    p.quantity, p.unit_cost, line.purchase_order_id, line.line_no,
    coalesce(line.received + line.damaged - line.over, 0), coalesce(s.quantity, 0),
    coalesce(s.quantity - s.pegged, 0)
FROM proposal AS p
JOIN product AS i ON i.id = p.product_id
JOIN location AS l ON l.id = p.location_id
LEFT JOIN supplier AS v ON v.id = p.supplier_id
LEFT JOIN purchase_line AS line ON line.id = p.purchase_line_id
LEFT JOIN supply AS s ON s.purchase_line_id = p.purchase_line_id
WHERE p.id = ANY(%(ids)s::bigint[])
ORDER BY p.id
