-- notice_to_note: sent notices that the ledger is still to be told of.
-- reads: notice. writes: nothing.
-- parameters: limit.
-- invariant: the oldest first.
SELECT id, key, channel, address, body, sent_at, facts -> 'cases'
FROM notice
WHERE to_note AND state IN ('sent', 'bounced')
ORDER BY id
LIMIT %(limit)s::int
