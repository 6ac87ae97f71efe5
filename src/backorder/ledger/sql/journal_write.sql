-- journal_write: append the record of one verb.
-- reads: nothing. writes: journal.
-- parameters: journal (its id), verb, key (or null), actor, at, input, result, numbers (JSON texts).
-- invariant: one row per carried-out verb; (verb, key) is unique.
INSERT INTO journal (id, verb, key, actor, at, input, result, numbers)
VALUES (
    %(journal)s::bigint, %(verb)s::text, %(key)s::text, %(actor)s::text, %(at)s::timestamptz,
    %(input)s::jsonb, %(result)s::jsonb, %(numbers)s::jsonb
)
