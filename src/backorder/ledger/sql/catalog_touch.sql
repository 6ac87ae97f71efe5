-- catalog_touch: say that a location or a policy has changed.
-- reads: nothing. writes: catalog_state.
-- parameters: none.
-- invariant: runs under catalog_lock and every product's lock, in the transaction of the change.
UPDATE catalog_state SET version = version + 1 WHERE id = 1
