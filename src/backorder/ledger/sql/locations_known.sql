-- locations_known: which of these locations exist, and whether they sell.
-- reads: location. writes: nothing.
-- parameters: codes.
-- invariant: catalog_lock is held, so none changes meanwhile.
SELECT code, sellable FROM location WHERE code = ANY(%(codes)s::text[]) ORDER BY code
