-- name: notices_are_noted
-- invariant: The database notes journal entries for notices exactly while notices are switched on.
-- law: 5
-- reads: app_setting, pg_trigger
-- writes: nothing
-- parameters: none
-- tgenabled D: switched off.
SELECT e.wanted AS notices_are_on, NOT e.wanted AS entries_are_noted
FROM (
    SELECT EXISTS (
        SELECT FROM app_setting WHERE name = 'notices' AND (value ->> 'on')::boolean
    ) AS wanted
) AS e
WHERE e.wanted <> EXISTS (
    SELECT FROM pg_trigger AS t
    WHERE t.tgrelid = 'journal'::regclass AND t.tgname = 'journal_is_noticed'
        AND t.tgenabled IN ('O', 'A')
)
