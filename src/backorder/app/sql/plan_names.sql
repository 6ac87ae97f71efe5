-- plan_names: the codes of suppliers and the SKUs of products, by their ids.
-- reads: supplier, product. writes: nothing.
-- parameters: suppliers, products (int8 arrays).
-- invariant: one row a supplier or product.
SELECT 'supplier', id, code FROM supplier WHERE id = ANY(%(suppliers)s::bigint[])
UNION ALL
SELECT 'product', id, sku FROM product WHERE id = ANY(%(products)s::bigint[])
