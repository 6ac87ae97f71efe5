-- notice_sent: the channel took a notice.
-- reads: nothing. writes: notice, notice_attempt.
-- parameters: notice, now, message_id, subject, body, template, answer; event and cases (JSON)
-- of a notice of a delay, as they turned out: null for others.
-- invariant: what is sent has a name and an attempt that sent it.
WITH tried AS (
    INSERT INTO notice_attempt (notice_id, at, outcome, answer)
    VALUES (%(notice)s::bigint, %(now)s::timestamptz, 'sent', %(answer)s::text)
)

UPDATE notice
SET
    state = 'sent', sent_at = %(now)s::timestamptz, due_at = NULL, reason = '', error = '',
    message_id = %(message_id)s::text, subject = %(subject)s::text, body = %(body)s::text,
    template = %(template)s::text, event = coalesce(%(event)s::text, event),
    facts = CASE
        WHEN %(cases)s::text IS NULL THEN facts
        ELSE jsonb_set(facts, '{cases}', %(cases)s::jsonb)
    END
WHERE id = %(notice)s::bigint
