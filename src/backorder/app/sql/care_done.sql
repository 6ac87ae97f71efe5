-- care_done: whether what a form asks for was done already.
-- reads: journal. writes: nothing.
-- parameters: verbs, key.
-- invariant: one row.
SELECT EXISTS (
    SELECT FROM journal WHERE verb = ANY(%(verbs)s::text[]) AND key = %(key)s::text
)
