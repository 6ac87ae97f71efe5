-- name: sent_notices_went
-- invariant: A notice that is marked as sent was tried and has a name by which the other side knows
--   it, and what went within another went within one to the same recipient on the same channel.
-- law: 5
-- reads: notice, notice_attempt
-- writes: nothing
-- parameters: none
SELECT n.id AS notice, 'was never tried' AS problem
FROM notice AS n
WHERE n.state IN ('sent', 'bounced') AND n.channel <> 'web'
    AND NOT EXISTS (
        SELECT FROM notice_attempt AS a WHERE a.notice_id = n.id AND a.outcome = 'sent'
    )
UNION ALL
SELECT n.id, 'has no name'
FROM notice AS n
WHERE n.state IN ('sent', 'bounced') AND n.message_id = ''
UNION ALL
SELECT n.id, 'went within another''s'
FROM notice AS n
JOIN notice AS w ON w.id = n.merged_into_id
WHERE (w.recipient, w.channel) <> (n.recipient, n.channel) OR w.state = 'merged'
ORDER BY notice, problem -- unique: one problem of a kind a notice
