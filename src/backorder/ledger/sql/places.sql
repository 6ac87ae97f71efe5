-- places: every location, for the process's memory.
-- reads: location. writes: nothing.
-- parameters: none.
-- invariant: at least one sellable location exists (made by the first migration).
SELECT id, code, kind, site_id, sellable, priority, calendar, cutoff, timezone, handling_days,
    daily_capacity
FROM location
ORDER BY id
