-- delays_due: open cases whose day to answer by is over.
-- reads: delay_case. writes: nothing.
-- parameters: before (date: days before it are over everywhere), after (a case's id), limit.
-- invariant: none; what is decided is read again under the locks.
SELECT c.id
FROM delay_case AS c
WHERE c.closed_at IS NULL AND c.asked AND c.respond_by < %(before)s::date
    AND c.id > %(after)s::bigint
ORDER BY c.id
LIMIT %(limit)s::bigint
