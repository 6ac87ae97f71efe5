-- page_home: the time zone of the home place, whose days the pages go by.
-- reads: location. writes: nothing.
-- parameters: none.
-- invariant: at most one row.
SELECT timezone
FROM location
WHERE sellable
ORDER BY priority, id
LIMIT 1
