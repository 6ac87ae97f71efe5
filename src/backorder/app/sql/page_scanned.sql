-- page_scanned: what a scanned text names: a purchase order, a transfer, a product, an order.
-- reads: purchase_order, transfer, product, sales_order. writes: nothing.
-- parameters: text, purchase_order_id, transfer_id, order_id (null where the text is no number).
-- invariant: at most one row a kind.
SELECT kind, id, name FROM (
    SELECT 1 AS n, 'purchase_order' AS kind, o.id, o.key AS name FROM purchase_order AS o
    WHERE o.id = %(purchase_order_id)s::bigint OR o.key = %(text)s::text
    UNION ALL
    SELECT 2, 'transfer', t.id, t.key FROM transfer AS t
    WHERE t.id = %(transfer_id)s::bigint OR t.key = %(text)s::text
    UNION ALL
    SELECT 3, 'order', o.id, o.key FROM sales_order AS o
    WHERE o.id = %(order_id)s::bigint OR o.key = %(text)s::text
    UNION ALL
    SELECT 4, 'product', p.id, p.sku FROM product AS p
    WHERE p.sku = %(text)s::text OR p.sku = upper(%(text)s::text)
) AS found
ORDER BY n, id
