-- locations_load: locations as they stand, locked until the change is done.
-- reads: location. writes: nothing (row locks).
-- parameters: code.
-- invariant: ascending id, as every lock of rows.
SELECT
    code, name, kind, calendar, cutoff, timezone, handling_days, priority, daily_capacity,
    attributes, sellable
FROM location
WHERE code = ANY(%(code)s::text[])
ORDER BY id
FOR NO KEY UPDATE
