-- lock_all_products: hold back every decision while a rule for all of them changes.
-- reads: product. writes: nothing (row locks).
-- parameters: none.
-- invariant: ascending id, as lock_products.
SELECT id FROM product ORDER BY id FOR NO KEY UPDATE
