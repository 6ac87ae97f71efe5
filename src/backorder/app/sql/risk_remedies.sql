-- risk_remedies: other ways to get some products, or something instead of them.
-- reads: supplier_item, supplier, supply, location, substitute, product. writes: nothing.
-- parameters: products (ids).
-- invariant: suppliers with days and prices; other places with free stock, and the products that
--   are offered instead with theirs, for which days and money beyond the usual are not known.
SELECT
    i.product_id, 'buy' AS kind, v.code AS name, i.lead_time_days AS days, i.unit_cost,
    v.freight AS once, i.moq AS units, NULL::bigint AS location_id
FROM supplier_item AS i
JOIN supplier AS v ON v.id = i.supplier_id
WHERE i.product_id = any(%(products)s::bigint[])
UNION ALL
SELECT
    s.product_id, 'transfer', c.code, NULL, 0, 0, sum(s.quantity - s.pegged)::bigint,
    s.location_id
FROM supply AS s
JOIN location AS c ON c.id = s.location_id
WHERE
    s.product_id = any(%(products)s::bigint[]) AND s.kind = 'stock' AND s.quantity > s.pegged
    AND c.sellable
GROUP BY s.product_id, c.code, s.location_id
UNION ALL
SELECT
    u.product_id, 'substitute', p.sku, NULL, p.unit_cost, 0,
    sum(s.quantity - s.pegged)::bigint, NULL
FROM substitute AS u
JOIN product AS p ON p.id = u.substitute_id
JOIN supply AS s ON s.product_id = p.id AND s.kind = 'stock' AND s.quantity > s.pegged
WHERE u.product_id = any(%(products)s::bigint[])
GROUP BY u.product_id, p.sku, p.unit_cost
ORDER BY product_id, kind, name -- unique: codes of suppliers, places and products are
