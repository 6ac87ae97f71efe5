-- template_newest: the newest version of every message and language that has one.
-- reads: message_template. writes: nothing.
-- parameters: none.
-- invariant: one row a message and language.
SELECT DISTINCT ON (event, language)
    id, event, language, version, subject, body_text, body_mjml, sms, made_by, made_at, enabled
FROM message_template
ORDER BY event, language, version DESC
