-- list_calendars: working days by name: a week, and the days that differ from it.
-- reads: calendar. writes: nothing.
-- parameters: none.
-- invariant: one row a calendar.
SELECT c.id AS _place, c.code, c.days, c.closed, c.opened
FROM calendar AS c
