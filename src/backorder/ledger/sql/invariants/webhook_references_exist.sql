-- name: webhook_references_exist
-- invariant: What is told, or is to be told, names an entry that is in the journal.
-- law: 5
-- reads: webhook_outbox, webhook_event, journal
-- writes: nothing
-- parameters: none
WITH named (reference, journal_id) AS (
    SELECT 'webhook_outbox.journal_id', journal_id FROM webhook_outbox
    UNION
    SELECT 'webhook_event.journal_id', journal_id FROM webhook_event WHERE journal_id IS NOT NULL
)
SELECT n.reference, n.journal_id AS missing
FROM named AS n
WHERE NOT EXISTS (SELECT FROM journal AS j WHERE j.id = n.journal_id)
ORDER BY n.reference, n.journal_id -- unique: each once
