-- session_prune: forget sessions that ended before an instant, some at a time.
-- reads: django_session. writes: django_session, usersessions_usersession.
-- parameters: before, limit.
-- invariant: a session that may still be used stays.
WITH old AS (
    SELECT session_key
    FROM django_session
    WHERE expire_date < %(before)s::timestamptz
    ORDER BY session_key -- unique: the key of its table
    LIMIT %(limit)s::int
),
places AS (
    DELETE FROM usersessions_usersession WHERE session_key IN (SELECT session_key FROM old)
),
gone AS (
    DELETE FROM django_session WHERE session_key IN (SELECT session_key FROM old) RETURNING 1
)
SELECT count(*) FROM gone
