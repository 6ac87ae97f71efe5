-- list_proposals: proposals as they stand, and what was decided of them.
-- reads: proposal, product, location, supplier, purchase_line. writes: nothing.
-- parameters: none.
-- invariant: one row a proposal.
SELECT
    g.id AS _place,
    g.id AS proposal, g.kind, p.sku, v.code AS supplier, l.code AS location, g.state, g.emergency,
    g.needed, g.quantity, g.unit_cost, p.currency, g.order_on, g.expected_on, g.total_cost,
    g.extra_cost, g.reason, g.alternatives,
    'PO-' || lpad(line.purchase_order_id::text, 6, '0') || '/' || line.line_no AS supply,
    g.decided_at, g.decided_by, g.dismissed_until
FROM proposal AS g
JOIN product AS p ON p.id = g.product_id
JOIN location AS l ON l.id = g.location_id
LEFT JOIN supplier AS v ON v.id = g.supplier_id
LEFT JOIN purchase_line AS line ON line.id = g.purchase_line_id
