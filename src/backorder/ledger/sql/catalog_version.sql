-- catalog_version: the number that moves with every change of a location or policy.
-- reads: catalog_state. writes: nothing.
-- parameters: none.
-- invariant: exactly one row.
SELECT version FROM catalog_state WHERE id = 1
