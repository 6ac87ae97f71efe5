-- page_search: what a text names: documents by number or key, products, customers, suppliers.
-- reads: sales_order, purchase_order, product, customer, supplier. writes: nothing.
-- parameters: text, prefix, like, order_id, purchase_order_id.
-- invariant: at most eight of a kind; codes match by their beginning, names anywhere.
SELECT kind, row_id, name, about FROM (
    (SELECT 1 AS place, 'order' AS kind, o.id AS row_id, o.key AS name, '' AS about
     FROM sales_order AS o
     WHERE o.id = %(order_id)s::bigint OR o.key = %(text)s
     ORDER BY o.id LIMIT 8)
    UNION ALL
    (SELECT 2, 'purchase_order', p.id, p.key, ''
     FROM purchase_order AS p
     WHERE p.id = %(purchase_order_id)s::bigint OR p.key = %(text)s
     ORDER BY p.id LIMIT 8)
    UNION ALL
    (SELECT 3, 'product', p.id, p.sku, p.name
     FROM product AS p
     WHERE p.sku ILIKE %(prefix)s OR p.name ILIKE %(like)s
     ORDER BY p.sku = %(text)s DESC, p.sku, p.id LIMIT 8)
    UNION ALL
    (SELECT 4, 'customer', c.id, c.ref, concat_ws(' ', c.name, c.email)
     FROM customer AS c
     WHERE c.ref ILIKE %(prefix)s OR c.name ILIKE %(like)s OR c.email ILIKE %(prefix)s
     ORDER BY c.ref = %(text)s DESC, c.ref, c.id LIMIT 8)
    UNION ALL
    (SELECT 5, 'supplier', s.id, s.code, s.name
     FROM supplier AS s
     WHERE s.code ILIKE %(prefix)s OR s.name ILIKE %(like)s
     ORDER BY s.code = %(text)s DESC, s.code, s.id LIMIT 8)
) AS found
ORDER BY place, name = %(text)s DESC, name, row_id -- unique: a kind has one place, a row one id
