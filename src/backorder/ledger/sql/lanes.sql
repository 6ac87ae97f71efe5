-- lanes: every lane, for the process's memory.
-- reads: lane. writes: nothing.
-- parameters: none.
-- invariant: small; read once for each change of master data.
SELECT
    coalesce(location_id, 0), zone, transit_days, calendar, parcel_cost, unit_cost, currency
FROM lane
ORDER BY id
