-- page_buying_surplus: open purchases with units that nobody needs any more.
-- reads: proposal, product, supplier, purchase_line, supply. writes: nothing.
-- parameters: limit.
-- invariant: one row a proposal, those worth most first.
SELECT
    g.id, p.sku, p.name, p.currency, v.code AS supplier, g.quantity, g.unit_cost,
    g.quantity * g.unit_cost AS value, line.purchase_order_id AS purchase, s.quantity AS open,
    s.available_on
FROM proposal AS g
JOIN product AS p ON p.id = g.product_id
LEFT JOIN supplier AS v ON v.id = g.supplier_id
JOIN purchase_line AS line ON line.id = g.purchase_line_id
JOIN supply AS s ON s.purchase_line_id = line.id
WHERE g.state = 'open' AND g.kind = 'surplus'
ORDER BY g.quantity * g.unit_cost DESC, g.id
LIMIT %(limit)s::bigint
