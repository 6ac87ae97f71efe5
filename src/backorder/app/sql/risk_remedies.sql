-- risk_remedies: other ways to get some products, or something instead of them.
-- reads: supplier_item, supplier, lead_time, supply_outage, supply, location, substitute, product.
-- writes: nothing.
-- parameters: products (ids), today.
-- invariant: suppliers who are not out, with days (learned ones where there are any: half the
--   purchases come by then), prices; other places with free stock, and the products that are offered
--   instead with theirs, for which days and money beyond the usual are not known. ``barred`` are
--   the places that a way does not serve.
WITH out AS (
    SELECT supplier_id, product_id, location_id
    FROM supply_outage
    WHERE from_on <= %(today)s::date AND (until IS NULL OR until >= %(today)s::date)
)
SELECT
    i.product_id, 'buy' AS kind, v.code AS name,
    CASE
        WHEN t.id IS NULL THEN i.lead_time_days::float8
        ELSE greatest(i.lead_time_days - t.stated_days + t.p50_days, 0)
    END AS days,
    i.unit_cost, v.freight AS once, i.moq AS units,
    ARRAY(
        SELECT o.location_id
        FROM out AS o
        WHERE o.supplier_id = i.supplier_id AND o.location_id IS NOT NULL
            AND (o.product_id IS NULL OR o.product_id = i.product_id)
        ORDER BY o.location_id
    ) AS barred
FROM supplier_item AS i
JOIN supplier AS v ON v.id = i.supplier_id
LEFT JOIN lead_time AS t ON t.supplier_id = i.supplier_id AND t.product_id = i.product_id
WHERE
    i.product_id = any(%(products)s::bigint[])
    AND NOT EXISTS (
        SELECT FROM out AS o
        WHERE o.supplier_id = i.supplier_id AND o.location_id IS NULL
            AND (o.product_id IS NULL OR o.product_id = i.product_id)
    )
UNION ALL
SELECT
    s.product_id, 'transfer', c.code, NULL, 0, 0, sum(s.quantity - s.pegged)::bigint,
    ARRAY[s.location_id]
FROM supply AS s
JOIN location AS c ON c.id = s.location_id
WHERE
    s.product_id = any(%(products)s::bigint[]) AND s.kind = 'stock' AND s.quantity > s.pegged
    AND c.sellable
GROUP BY s.product_id, c.code, s.location_id
UNION ALL
SELECT
    u.product_id, 'substitute', p.sku, NULL, p.unit_cost, 0,
    sum(s.quantity - s.pegged)::bigint, '{}'
FROM substitute AS u
JOIN product AS p ON p.id = u.substitute_id
JOIN supply AS s ON s.product_id = p.id AND s.kind = 'stock' AND s.quantity > s.pegged
WHERE u.standing = 'offered' AND u.product_id = any(%(products)s::bigint[])
GROUP BY u.product_id, p.sku, p.unit_cost
ORDER BY product_id, kind, name -- unique: codes of suppliers, places and products are
