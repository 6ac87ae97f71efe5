-- purchases_named: some purchase orders: whose they are, and whether they are drafts still.
-- reads: purchase_order, supplier. writes: nothing.
-- parameters: purchase_orders (int8 array).
-- invariant: supplier and place never change; the rest only under the products' locks.
SELECT o.id, o.key, o.supplier_id, v.code, o.location_id, o.at, o.approved_at IS NULL
FROM purchase_order AS o
JOIN supplier AS v ON v.id = o.supplier_id
WHERE o.id = ANY(%(purchase_orders)s::bigint[])
ORDER BY o.id
