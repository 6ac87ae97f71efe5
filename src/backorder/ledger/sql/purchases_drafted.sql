-- purchases_drafted: drafts that buy some products from their suppliers for some places already.
-- reads: purchase_order, purchase_line. writes: nothing.
-- parameters: products, suppliers, locations (int8 arrays of one length).
-- invariant: one row a draft that has a line with units; a draft only grows under its products' locks.
SELECT DISTINCT o.id
FROM purchase_order AS o
JOIN purchase_line AS l ON l.purchase_order_id = o.id
JOIN unnest(%(products)s::bigint[], %(suppliers)s::bigint[], %(locations)s::bigint[]) AS a (
    product, supplier, location
) ON a.supplier = o.supplier_id AND a.location = o.location_id AND a.product = l.product_id
WHERE o.approved_at IS NULL AND l.ordered > l.cancelled
ORDER BY o.id
