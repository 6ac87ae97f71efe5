-- notice_failed: a notice could not be sent; without a next try it is given up.
-- reads: nothing. writes: notice, notice_attempt.
-- parameters: notice, now, again_at, reason, error.
-- invariant: what was sent stays sent.
WITH tried AS (
    INSERT INTO notice_attempt (notice_id, at, outcome, answer)
    VALUES (
        %(notice)s::bigint, %(now)s::timestamptz,
        CASE WHEN %(again_at)s::timestamptz IS NULL THEN 'failed' ELSE 'again' END, %(error)s::text
    )
)

UPDATE notice
SET
    state = CASE WHEN %(again_at)s::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END,
    due_at = %(again_at)s::timestamptz, reason = %(reason)s::text, error = %(error)s::text
WHERE id = %(notice)s::bigint AND sent_at IS NULL
