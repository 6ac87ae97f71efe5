-- page_buying: open proposals to buy, by supplier and place, with the terms of the supplier.
-- reads: proposal, product, location, supplier, supplier_item. writes: nothing.
-- parameters: supplier (code, null for all), limit.
-- invariant: one row a proposal; what nobody sells comes first.
SELECT
    g.id, p.sku, p.name, p.currency, v.code AS supplier, coalesce(v.name, '') AS supplier_name,
    l.code AS location, g.emergency, g.needed, g.quantity, g.unit_cost, g.order_on, g.expected_on,
    g.total_cost, g.extra_cost, g.reason, g.alternatives, coalesce(v.min_order_value, 0) AS minimum,
    coalesce(v.freight, 0) AS freight, coalesce(i.moq, 1) AS moq, coalesce(i.multiple, 1) AS multiple
FROM proposal AS g
JOIN product AS p ON p.id = g.product_id
JOIN location AS l ON l.id = g.location_id
LEFT JOIN supplier AS v ON v.id = g.supplier_id
LEFT JOIN supplier_item AS i ON i.supplier_id = g.supplier_id AND i.product_id = g.product_id
WHERE g.state = 'open' AND g.kind = 'buy'
    AND (%(supplier)s::text IS NULL OR v.code = %(supplier)s::text)
ORDER BY v.code NULLS FIRST, l.code, g.id
LIMIT %(limit)s::bigint
