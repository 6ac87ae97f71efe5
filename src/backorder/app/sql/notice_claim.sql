-- notice_claim: take notices that are due, put what waits in the same thread for the same recipient
-- into them, and move them on so that nobody else takes them, but whoever finds them due again if
-- this sender dies.
-- reads: notice, notice_preference. writes: notice.
-- parameters: now, since (what was sent after it counts against the cap), until (when they are due
-- again), most, channels (text array).
-- invariant: a notice is with one sender at a time; what was tried once takes nothing more in.
WITH due AS (
    SELECT id, recipient, channel, thread, legal OR attempts > 0 OR thread = '' AS alone
    FROM notice
    WHERE
        state = 'waiting' AND due_at <= %(now)s::timestamptz
        AND channel = ANY(%(channels)s::text[])
    ORDER BY due_at, id
    LIMIT %(most)s::int
    FOR UPDATE SKIP LOCKED
),

lead AS (
    SELECT id, recipient, channel, NULL::text AS thread FROM due WHERE alone
    UNION ALL
    SELECT min(id), recipient, channel, thread FROM due WHERE NOT alone
    GROUP BY recipient, channel, thread
),

together AS (
    UPDATE notice AS w
    SET state = 'merged', reason = 'together', merged_into_id = lead.id, due_at = NULL
    FROM lead
    WHERE
        w.state = 'waiting' AND w.attempts = 0 AND NOT w.legal AND w.recipient = lead.recipient
        AND w.channel = lead.channel AND w.thread = lead.thread AND w.id <> lead.id
    RETURNING w.id, lead.id AS lead_id
),

carried AS (
    -- What had taken others in, and was put off since, brings them along.
    UPDATE notice AS c SET merged_into_id = together.lead_id
    FROM together
    WHERE c.merged_into_id = together.id
)

UPDATE notice AS n
SET attempts = n.attempts + 1, due_at = %(until)s::timestamptz
FROM lead
WHERE n.id = lead.id
RETURNING
    n.id, n.key, n.event, n.audience, n.customer_id, n.recipient, n.channel, n.address, n.language,
    n.order_id, n.purchase_order_id, n.legal, n.to_note, n.attempts, n.created_at,
    coalesce(
        (SELECT p.timezone FROM notice_preference AS p WHERE p.customer_id = n.customer_id), ''
    ),
    (
        SELECT count(*)::int FROM notice AS s
        WHERE
            s.recipient = n.recipient AND s.sent_at > %(since)s::timestamptz
            AND s.channel = n.channel
    )
