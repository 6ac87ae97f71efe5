-- lanes_save: write new and changed lanes, and tell which were new.
-- reads: location. writes: lane.
-- parameters: columns as arrays: location (a code, empty for any), zone, transit_days, calendar,
--   parcel_cost, unit_cost, currency.
-- invariant: one lane for each place and zone.
INSERT INTO lane (
    location_id, zone, transit_days, calendar, parcel_cost, unit_cost, currency
)
SELECT
    place.id, given.zone, given.transit_days, given.calendar, given.parcel_cost, given.unit_cost,
    given.currency
FROM unnest(
    %(location)s::text[], %(zone)s::text[], %(transit_days)s::int[], %(calendar)s::text[],
    %(parcel_cost)s::bigint[], %(unit_cost)s::bigint[], %(currency)s::text[]
) AS given (location, zone, transit_days, calendar, parcel_cost, unit_cost, currency)
LEFT JOIN location AS place ON place.code = given.location
ORDER BY given.location, given.zone -- unique: a lane stands once in a request
ON CONFLICT (location_id, zone) DO UPDATE SET
    transit_days = excluded.transit_days, calendar = excluded.calendar,
    parcel_cost = excluded.parcel_cost, unit_cost = excluded.unit_cost,
    currency = excluded.currency
RETURNING xmax = 0
