-- person_preferences: what a person has chosen for himself.
-- reads: nothing. writes: person.
-- parameters: id, name, language, theme.
-- invariant: neither role nor e-mail address is a preference.
UPDATE person SET name = %(name)s, language = %(language)s, theme = %(theme)s
WHERE id = %(id)s
