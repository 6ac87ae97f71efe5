-- shipment_labels_known: parcels that are to be labelled, each with what its last label said.
-- reads: shipment, shipment_line, order_line, product, shipment_label. writes: nothing.
-- parameters: id (0 where the name is no number), key (arrays of one length).
-- invariant: one row a name, in the order asked for; a parcel that there is none of has nulls. A
--   number comes before a key that looks like one.
SELECT
    s.id, s.order_id, l.products, l.lines, coalesce(b.version, 0), coalesce(b.carrier, ''),
    coalesce(b.tracking, ''), coalesce(b.tracking_url, '')
FROM unnest(%(id)s::bigint[], %(key)s::text[]) WITH ORDINALITY AS a (id, key, n)
LEFT JOIN LATERAL (
    SELECT h.id, h.order_id FROM shipment AS h
    WHERE h.id = a.id OR h.key = a.key
    ORDER BY h.id = a.id DESC
    LIMIT 1
) AS s ON true
LEFT JOIN LATERAL (
    SELECT
        array_agg(u.product_id ORDER BY u.product_id) AS products,
        jsonb_agg(jsonb_build_object('sku', u.sku, 'quantity', u.quantity) ORDER BY u.sku) AS lines
    FROM (
        SELECT o.product_id, p.sku, sum(x.quantity)::bigint AS quantity
        FROM shipment_line AS x
        JOIN order_line AS o ON o.id = x.order_line_id
        JOIN product AS p ON p.id = o.product_id
        WHERE x.shipment_id = s.id
        GROUP BY o.product_id, p.sku
    ) AS u
) AS l ON true
LEFT JOIN LATERAL (
    SELECT t.version, t.carrier, t.tracking, t.tracking_url
    FROM shipment_label AS t
    WHERE t.shipment_id = s.id
    ORDER BY t.version DESC
    LIMIT 1
) AS b ON true
ORDER BY a.n
