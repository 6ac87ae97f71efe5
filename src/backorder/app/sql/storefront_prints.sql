-- storefront_prints: a fingerprint of all that the answer for some products rests on, in one statement.
-- reads: product, supply, peg, policy, supplier_item, lead_time, substitute, alternative, shipping_load,
--   catalog_state. writes: nothing.
-- parameters: skus; now; others (whether alternatives count too).
-- invariant: a row's xmin changes with every change of it, so equal fingerprints mean equal rows.
WITH asked AS (
    SELECT id, sku FROM product WHERE sku = ANY(%(skus)s::text[])
),
about AS (
    SELECT id AS asked, id AS product_id, 0::bigint AS linked FROM asked
    UNION ALL
    SELECT a.id, r.substitute_id, r.xmin::text::bigint
    FROM asked AS a
    JOIN substitute AS r ON r.product_id = a.id
    WHERE %(others)s::boolean
    UNION ALL
    SELECT a.id, f.substitute_id, -f.xmin::text::bigint
    FROM asked AS a
    JOIN alternative AS f ON f.product_id = a.id
    WHERE %(others)s::boolean
),
print AS (
    SELECT
        p.id,
        concat_ws(
            '|', p.id, p.xmin, supplies.rows, undated.units, expired.units, items.rows, leads.rows,
            rules.rows
        ) AS rows
    FROM product AS p
    CROSS JOIN LATERAL (
        SELECT string_agg(concat(s.id, ':', s.xmin), ',' ORDER BY s.id) AS rows
        FROM supply AS s
        WHERE s.product_id = p.id AND NOT s.quantity = 0
    ) AS supplies
    CROSS JOIN LATERAL (
        SELECT sum(g.quantity) AS units FROM peg AS g
        WHERE g.product_id = p.id AND g.supply_id IS NULL
    ) AS undated
    CROSS JOIN LATERAL (
        SELECT string_agg(concat(g.line_id, ':', g.n, ':', g.quantity), ',' ORDER BY g.line_id, g.n) AS units
        FROM peg AS g
        WHERE g.product_id = p.id AND g.expires_at <= %(now)s::timestamptz
    ) AS expired
    CROSS JOIN LATERAL (
        SELECT string_agg(concat(i.id, ':', i.xmin), ',' ORDER BY i.id) AS rows
        FROM supplier_item AS i
        WHERE i.product_id = p.id
    ) AS items
    CROSS JOIN LATERAL (
        SELECT string_agg(concat(t.supplier_id, ':', t.xmin), ',' ORDER BY t.id) AS rows
        FROM lead_time AS t
        WHERE t.product_id = p.id
    ) AS leads
    CROSS JOIN LATERAL (
        SELECT string_agg(concat(r.id, ':', r.xmin), ',' ORDER BY r.id) AS rows
        FROM policy AS r
        WHERE (r.scope = 'product' AND r.match = p.sku) OR (r.scope = 'category' AND r.match = p.category)
    ) AS rules
    WHERE p.id IN (SELECT product_id FROM about)
)
SELECT
    a.sku,
    md5(string_agg(concat(about.linked, '=', print.rows), ';' ORDER BY about.linked, print.id)) AS print,
    (SELECT version FROM catalog_state WHERE id = 1),
    (SELECT coalesce(bit_xor(hash_record_extended(l, 0)), 0) FROM shipping_load AS l)
FROM asked AS a
JOIN about ON about.asked = a.id
JOIN print ON print.id = about.product_id
GROUP BY a.id, a.sku
ORDER BY a.sku
