-- exceptions_by_id: the products of some exceptions.
-- reads: exception_case. writes: nothing.
-- parameters: cases (int8 array).
-- invariant: an exception's product never changes.
SELECT id, product_id FROM exception_case WHERE id = ANY(%(cases)s::bigint[]) ORDER BY id
