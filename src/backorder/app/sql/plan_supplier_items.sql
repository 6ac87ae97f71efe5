-- plan_supplier_items: who sells what.
-- reads: supplier_item. writes: nothing.
-- parameters: none.
-- invariant: one row per supplier and product.
SELECT supplier_id, product_id FROM supplier_item ORDER BY supplier_id, product_id
