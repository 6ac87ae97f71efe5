-- calendars_load: calendars as they stand, locked until the change is done.
-- reads: calendar. writes: nothing (row locks).
-- parameters: code.
-- invariant: ascending id, as every lock of rows.
SELECT code, days, closed, opened
FROM calendar
WHERE code = ANY(%(code)s::text[])
ORDER BY id
FOR NO KEY UPDATE
