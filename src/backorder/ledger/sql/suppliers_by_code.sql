-- suppliers_by_code: the ids of some suppliers.
-- reads: supplier. writes: nothing.
-- parameters: codes.
-- invariant: a supplier's code never changes.
SELECT code, id FROM supplier WHERE code = ANY(%(codes)s::text[]) ORDER BY id
