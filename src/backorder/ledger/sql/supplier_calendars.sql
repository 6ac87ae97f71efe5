-- supplier_calendars: the suppliers that do not work every day, for the process's memory.
-- reads: supplier. writes: nothing.
-- parameters: none.
-- invariant: who changes a supplier's calendar holds every product's lock.
SELECT id, calendar
FROM supplier
WHERE NOT calendar = 'daily'
ORDER BY id
