-- loads_lock: lock the places that can send only so many units a day.
-- reads: location. writes: nothing (row locks).
-- parameters: locations (int8 array).
-- invariant: taken after the products' locks, in ascending id (law 7).
SELECT id FROM location WHERE id = ANY(%(locations)s::bigint[]) ORDER BY id FOR NO KEY UPDATE
