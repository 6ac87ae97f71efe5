-- notice_stop: keep a notice that did not go yet from going.
-- reads: nothing. writes: notice.
-- parameters: notice.
-- invariant: what was sent stays sent.
UPDATE notice
SET state = 'suppressed', reason = 'stopped', due_at = NULL
WHERE id = %(notice)s::bigint AND state IN ('waiting', 'held', 'failed')
RETURNING id
