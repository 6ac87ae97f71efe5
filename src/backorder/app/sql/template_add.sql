-- template_add: add a version to a message's template.
-- reads: message_template. writes: message_template, one row.
-- parameters: event, language, subject, text, mjml, sms, enabled, now, by.
-- invariant: under template_lock; the number is one more than the newest.
INSERT INTO message_template (
    event, language, version, subject, body_text, body_mjml, sms, made_by, made_at, enabled
)
SELECT
    %(event)s::text,
    %(language)s::text,
    coalesce(max(version), 0) + 1,
    %(subject)s::text,
    %(text)s::text,
    %(mjml)s::text,
    %(sms)s::text,
    %(by)s::text,
    %(now)s::timestamptz,
    %(enabled)s::boolean
FROM message_template
WHERE event = %(event)s::text AND language = %(language)s::text
RETURNING version
