-- loads: the units promised per day at some places.
-- reads: shipping_load. writes: nothing.
-- parameters: locations (int8 array).
-- invariant: the places are locked by an earlier statement.
SELECT location_id, day, units
FROM shipping_load
WHERE location_id = ANY(%(locations)s::bigint[])
ORDER BY location_id, day -- unique: one row for each place and day
