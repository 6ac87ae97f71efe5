-- zones_load: the places of some zones' sourcing rules, in their order.
-- reads: sourcing_rule, location. writes: nothing.
-- parameters: zone (array).
-- invariant: catalog_lock is held, so no rule changes meanwhile.
SELECT
    rule.zone,
    array_agg(place.code ORDER BY rule.rank) -- unique: a rank stands once in a zone
FROM sourcing_rule AS rule
JOIN location AS place ON place.id = rule.location_id
WHERE rule.zone = ANY(%(zone)s::text[])
GROUP BY rule.zone
ORDER BY rule.zone -- unique: one row a zone
