-- lock_products: take the locks every decision needs, in the one order all verbs use (law 7).
-- reads: product. writes: nothing (row locks).
-- parameters: skus.
-- invariant: ascending id, so that no two verbs wait for each other in a circle.
SELECT id FROM product WHERE sku = ANY(%(skus)s::text[]) ORDER BY id FOR NO KEY UPDATE
