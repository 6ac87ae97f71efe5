-- name: webhooks_are_listening
-- invariant: The database notes journal entries for webhooks exactly while an endpoint is switched on.
-- law: 5
-- reads: webhook_endpoint, pg_trigger
-- writes: nothing
-- parameters: none
-- tgenabled D: switched off.
SELECT e.wanted AS endpoint_is_on, NOT e.wanted AS entries_are_noted
FROM (SELECT EXISTS (SELECT FROM webhook_endpoint WHERE enabled) AS wanted) AS e
WHERE e.wanted <> EXISTS (
    SELECT FROM pg_trigger AS t
    WHERE t.tgrelid = 'journal'::regclass AND t.tgname = 'journal_is_told'
        AND t.tgenabled IN ('O', 'A')
)
