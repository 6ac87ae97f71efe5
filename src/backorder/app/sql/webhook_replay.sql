-- webhook_replay: let an endpoint be told again of all that was written since an instant.
-- reads: journal. writes: webhook_outbox.
-- parameters: endpoint, since.
-- invariant: the dispatcher makes the same messages of the same entries.
INSERT INTO webhook_outbox (journal_id, endpoint_id)
SELECT j.id, %(endpoint)s::bigint
FROM journal AS j
WHERE j.written_at >= %(since)s::timestamptz
ORDER BY j.id
