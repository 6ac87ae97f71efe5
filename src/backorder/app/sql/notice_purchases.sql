-- notice_purchases: with whom purchases were placed.
-- reads: purchase_order. writes: nothing.
-- parameters: purchases (int8 array).
-- invariant: one row a purchase.
SELECT id, supplier_id
FROM purchase_order
WHERE id = ANY(%(purchases)s::bigint[])
