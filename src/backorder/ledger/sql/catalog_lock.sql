-- catalog_lock: one change of master data at a time, and before any product's lock.
-- reads: catalog_state. writes: nothing (a row lock).
-- parameters: none.
-- invariant: only the verbs of master data take it, always first, so nobody waits in a circle.
SELECT version FROM catalog_state WHERE id = 1 FOR NO KEY UPDATE
