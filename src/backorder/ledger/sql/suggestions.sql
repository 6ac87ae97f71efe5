-- suggestions: plans by number, with the product each is of.
-- reads: supply. writes: nothing.
-- parameters: ids (int8 array).
-- invariant: a supply's product never changes.
SELECT id, product_id, kind FROM supply WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id
