-- page_suggesting: the suppliers from whom something is to be bought.
-- reads: supply, supplier, supplier_item, product. writes: nothing.
-- parameters: limit.
-- invariant: one row a supplier with suggestions; what carts hold of them counts here.
SELECT
    v.code, v.name, count(*) AS lines, sum(s.quantity)::bigint AS units,
    sum(s.quantity * coalesce(i.unit_cost, p.unit_cost))::bigint AS value,
    min(p.currency) AS currency, min(s.available_on) AS first_on
FROM supply AS s
JOIN product AS p ON p.id = s.product_id
JOIN supplier AS v ON v.id = s.supplier_id
LEFT JOIN supplier_item AS i ON i.supplier_id = s.supplier_id AND i.product_id = s.product_id
WHERE s.kind = 'planned' AND s.quantity <> 0
GROUP BY v.id
ORDER BY v.code
LIMIT %(limit)s::bigint
