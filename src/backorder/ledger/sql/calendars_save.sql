-- calendars_save: write new and changed calendars, and tell which were new.
-- reads: nothing. writes: calendar.
-- parameters: columns as arrays: code, days, closed, opened (each a text that reads as an array).
-- invariant: a code is unique; its days are listed in ascending order.
INSERT INTO calendar (code, days, closed, opened)
SELECT code, days, closed::date[], opened::date[]
FROM unnest(
    %(code)s::text[], %(days)s::text[], %(closed)s::text[], %(opened)s::text[]
) AS given (code, days, closed, opened)
ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    days = excluded.days, closed = excluded.closed, opened = excluded.opened
RETURNING xmax = 0
