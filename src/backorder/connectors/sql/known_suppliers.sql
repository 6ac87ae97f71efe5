-- known_suppliers: which of these supplier codes exist.
-- reads: supplier. writes: nothing.
-- parameters: names.
-- invariant: at most one row a code.
SELECT code, '' AS currency FROM supplier WHERE code = ANY(%(names)s::text[])
