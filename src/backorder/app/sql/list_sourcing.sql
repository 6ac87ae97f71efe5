-- list_sourcing: which places serve a zone, the preferred first.
-- reads: sourcing_rule, location. writes: nothing.
-- parameters: none.
-- invariant: one row a place of a zone.
SELECT r.id AS _place, r.zone, r.rank, l.code AS location
FROM sourcing_rule AS r
JOIN location AS l ON l.id = r.location_id
