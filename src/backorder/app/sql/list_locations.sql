-- list_locations: where units can be, places that hold no units of ours too.
-- reads: location. writes: nothing.
-- parameters: none.
-- invariant: one row a place.
SELECT
    l.id AS _place,
    l.code, l.name, l.kind, l.sellable, site.code AS site, l.calendar, l.cutoff::text AS cutoff,
    l.timezone, l.handling_days, l.priority, l.daily_capacity
FROM location AS l
LEFT JOIN location AS site ON site.id = l.site_id
