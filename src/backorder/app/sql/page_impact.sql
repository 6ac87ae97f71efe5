-- page_impact: who stands behind some orders' products, and what a unit is worth to him.
-- reads: order_line, product, sales_order, customer, peg. writes: nothing.
-- parameters: orders (ids) and skus, pairwise.
-- invariant: one row for each pair; promised_on is the latest day told for what is still open.
SELECT
    o.id, p.sku, coalesce(c.ref, ''), coalesce(c.name, ''), max(l.unit_price), o.currency,
    max((SELECT max(g.promised_on) FROM peg AS g WHERE g.line_id = l.id)), o.ship
FROM unnest(%(orders)s::bigint[], %(skus)s::text[]) AS asked (order_id, sku)
JOIN product AS p ON p.sku = asked.sku
JOIN order_line AS l ON l.order_id = asked.order_id AND l.product_id = p.id
JOIN sales_order AS o ON o.id = asked.order_id
LEFT JOIN customer AS c ON c.id = o.customer_id
GROUP BY o.id, p.sku, c.ref, c.name
ORDER BY o.id, p.sku
