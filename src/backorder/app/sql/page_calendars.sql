-- page_calendars: calendars that were set, and who goes by them.
-- reads: calendar, location, supplier, lane. writes: nothing.
-- parameters: code (empty for all).
-- invariant: one row a calendar.
SELECT
    c.code, c.days, c.closed, c.opened,
    (SELECT count(*) FROM location AS l WHERE l.calendar = c.code) AS locations,
    (SELECT count(*) FROM supplier AS s WHERE s.calendar = c.code) AS suppliers,
    (SELECT count(*) FROM lane AS w WHERE w.calendar = c.code) AS lanes
FROM calendar AS c
WHERE %(code)s::text = '' OR c.code = %(code)s::text
ORDER BY c.code
