-- care_link_terms: what the links of some orders say: the generation, and the latest day told.
-- reads: sales_order, order_link, order_line, peg. writes: nothing.
-- parameters: orders (ids).
-- invariant: one row an order; no day where nothing of it is open, or no open unit has one.
SELECT o.id, coalesce(k.generation, 0), max(g.promised_on)
FROM sales_order AS o
LEFT JOIN order_link AS k ON k.order_id = o.id
LEFT JOIN order_line AS l ON l.order_id = o.id
LEFT JOIN peg AS g ON g.line_id = l.id
WHERE o.id = ANY(%(orders)s::bigint[])
GROUP BY o.id, k.generation
ORDER BY o.id
