-- lanes_load: lanes as they stand, locked until the change is done.
-- reads: lane, location. writes: nothing (row locks).
-- parameters: location (a code, empty for any), zone (arrays side by side).
-- invariant: ascending id, as every lock of rows; the products are locked before.
SELECT
    given.location, lane.zone, lane.transit_days, lane.calendar, lane.parcel_cost, lane.unit_cost,
    lane.currency
FROM unnest(%(location)s::text[], %(zone)s::text[]) AS given (location, zone)
LEFT JOIN location AS place ON place.code = given.location
JOIN lane ON lane.zone = given.zone AND lane.location_id IS NOT DISTINCT FROM place.id
ORDER BY lane.id
FOR NO KEY UPDATE OF lane
