-- template_version: one version of a message's template.
-- reads: message_template. writes: nothing.
-- parameters: event, language, version.
-- invariant: one row at most.
SELECT id, event, language, version, subject, body_text, body_mjml, sms, made_by, made_at, enabled
FROM message_template
WHERE
    event = %(event)s::text
    AND language = %(language)s::text
    AND version = %(version)s::int
