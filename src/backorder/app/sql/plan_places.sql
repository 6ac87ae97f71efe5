-- plan_places: the places that sell, the one that is asked first at the head, with their days closed.
-- reads: location, calendar. writes: nothing.
-- parameters: none.
-- invariant: one row a place.
SELECT l.id, l.code, coalesce(c.closed, '{}')
FROM location AS l
LEFT JOIN calendar AS c ON c.code = l.calendar
WHERE l.sellable
ORDER BY l.priority, l.id
