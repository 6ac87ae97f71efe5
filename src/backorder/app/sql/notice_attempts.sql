-- notice_attempts: the tries of a notice, the last first.
-- reads: notice_attempt. writes: nothing.
-- parameters: notice.
-- invariant: one row a try.
SELECT at, outcome, answer
FROM notice_attempt
WHERE notice_id = %(notice)s::bigint
ORDER BY id DESC
LIMIT 50
