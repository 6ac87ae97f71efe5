-- lock_products_by_id: as lock_products, where the ids are known.
-- reads: product. writes: nothing (row locks).
-- parameters: products (int8 array).
-- invariant: ascending id, so that no two verbs wait for each other in a circle.
SELECT id FROM product WHERE id = ANY(%(products)s::bigint[]) ORDER BY id FOR NO KEY UPDATE
