-- sourcing_save: write in which order places serve some zones.
-- reads: location. writes: sourcing_rule.
-- parameters: columns as arrays: zone, rank, location (code).
-- invariant: a zone names a place once, and gives each another rank.
INSERT INTO sourcing_rule (zone, rank, location_id)
SELECT given.zone, given.rank, place.id
FROM unnest(%(zone)s::text[], %(rank)s::int[], %(location)s::text[]) AS given (zone, rank, location)
JOIN location AS place ON place.code = given.location
ORDER BY given.zone, given.rank -- unique: ranks count up within a zone
