-- template_versions: the versions of a message's template, the newest first.
-- reads: message_template. writes: nothing.
-- parameters: event, language.
-- invariant: at most a hundred rows.
SELECT id, event, language, version, subject, body_text, body_mjml, sms, made_by, made_at, enabled
FROM message_template
WHERE event = %(event)s::text AND language = %(language)s::text
ORDER BY version DESC
LIMIT 100
