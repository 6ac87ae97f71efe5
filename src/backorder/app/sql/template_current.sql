-- template_current: the newest version of a message's template in a language.
-- reads: message_template. writes: nothing.
-- parameters: event, language.
-- invariant: one row at most; versions only ever grow.
SELECT id, event, language, version, subject, body_text, body_mjml, sms, made_by, made_at, enabled
FROM message_template
WHERE event = %(event)s::text AND language = %(language)s::text
ORDER BY version DESC
LIMIT 1
