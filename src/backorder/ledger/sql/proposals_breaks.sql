-- proposals_breaks: the price breaks of what is needed, as columns.
-- reads: supplier_item. writes: nothing.
-- parameters: products, locations (int8 arrays side by side, one row a need).
-- invariant: ``nth`` is the need's place in the arrays; most items have no breaks and no row.
SELECT
    array_agg(n.nth::int8) AS nth, array_agg(i.supplier_id::int8) AS supplier,
    array_agg(b.key::int8) AS least, array_agg(b.value::int8) AS cost
FROM unnest(%(products)s::bigint[], %(locations)s::bigint[]) WITH ORDINALITY AS n (product, location, nth)
JOIN supplier_item AS i ON i.product_id = n.product AND NOT i.price_breaks = '{}'::jsonb
CROSS JOIN LATERAL jsonb_each_text(i.price_breaks) AS b (key, value)
