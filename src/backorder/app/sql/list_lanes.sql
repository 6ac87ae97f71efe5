-- list_lanes: the ways to customers: days and cost from a place, or from any, to a zone.
-- reads: lane, location. writes: nothing.
-- parameters: none.
-- invariant: one row a lane.
SELECT
    a.id AS _place, a.currency AS _currency, l.code AS location, a.zone, a.transit_days, a.calendar,
    a.parcel_cost, a.unit_cost, a.currency
FROM lane AS a
LEFT JOIN location AS l ON l.id = a.location_id
