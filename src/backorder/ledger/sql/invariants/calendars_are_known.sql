-- name: calendars_are_known
-- invariant: Every calendar that a location, a supplier or a lane names was set, or is a week; and no
--   calendar has the code of a week.
-- law: 9
-- reads: location, supplier, lane, calendar
-- writes: nothing
-- parameters: none
WITH week (pattern) AS (
    SELECT '^\s*daily\s*$|^' || part || '(,' || part || ')*$'
    FROM (
        SELECT '\s*(mon|tue|wed|thu|fri|sat|sun)\s*(-\s*(mon|tue|wed|thu|fri|sat|sun)\s*)?'
    ) AS day (part)
),
named (owner, calendar) AS (
    SELECT 'location ' || code, calendar FROM location
    UNION ALL
    SELECT 'supplier ' || code, calendar FROM supplier
    UNION ALL
    SELECT 'lane to ' || zone, calendar FROM lane
)
SELECT n.owner, n.calendar, 'not known' AS problem
FROM named AS n
CROSS JOIN week AS w
WHERE n.calendar !~* w.pattern AND NOT EXISTS (SELECT FROM calendar WHERE code = n.calendar)
UNION ALL
SELECT 'calendar ' || c.code, c.days, 'is a week itself'
FROM calendar AS c
CROSS JOIN week AS w
WHERE c.code ~* w.pattern OR c.days !~* w.pattern
ORDER BY 1, 2, 3 -- unique: all columns
