-- person_sessions_end: sign a person out wherever he is signed in.
-- reads: usersessions_usersession. writes: django_session, usersessions_usersession.
-- parameters: id.
-- invariant: a session that is gone lets nobody in, whatever its cookie says.
WITH ended AS (
    DELETE FROM usersessions_usersession WHERE user_id = %(id)s RETURNING session_key
)
DELETE FROM django_session
WHERE session_key IN (SELECT session_key FROM ended)
