-- notice_again: let a notice that did not go be tried anew.
-- reads: nothing. writes: notice.
-- parameters: notice, now.
-- invariant: what was sent, or went within another, stays as it is.
UPDATE notice
SET state = 'waiting', reason = 'asked_again', error = '', due_at = %(now)s::timestamptz,
    created_at = %(now)s::timestamptz
WHERE
    id = %(notice)s::bigint AND state IN ('waiting', 'held', 'suppressed', 'failed')
    AND channel <> 'web' AND address <> ''
RETURNING id
