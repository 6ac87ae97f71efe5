-- template_lock: wait until nobody else adds a version to a message's template.
-- reads: nothing. writes: nothing; an advisory lock until the transaction ends.
-- parameters: event, language.
-- invariant: one at a time for a message and language.
SELECT pg_advisory_xact_lock(
    hashtextextended('template ' || %(event)s::text || ' ' || %(language)s::text, 0)
)
