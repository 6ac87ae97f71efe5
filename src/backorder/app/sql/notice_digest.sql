-- notice_digest: how much of each kind needs somebody of the shop.
-- reads: exception_case, notice, alarm. writes: nothing.
-- parameters: since.
-- invariant: one row a kind.
SELECT code, count(*)::int
FROM exception_case
WHERE closed_at IS NULL
GROUP BY code
UNION ALL
SELECT 'notices_failed', count(*)::int
FROM notice
WHERE state = 'failed' AND created_at >= %(since)s::timestamptz
UNION ALL
SELECT 'alarms', count(*)::int
FROM alarm
WHERE closed_at IS NULL
ORDER BY 1 -- unique: one row a kind
