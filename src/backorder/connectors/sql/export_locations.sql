-- export_locations: the places that sell.
-- reads: location. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT
    code, name, kind, calendar, cutoff, timezone, handling_days, priority,
    daily_capacity, attributes AS _attributes
FROM location
WHERE sellable
ORDER BY code
