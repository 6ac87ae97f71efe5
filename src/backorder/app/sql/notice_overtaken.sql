-- notice_overtaken: settle notices of delays that are due: of an order's, the newest takes the others
-- and the moved days in; one whose cases all recovered, ended or have a later notice goes within what
-- tells that, and else does not go.
-- reads: notice, delay_case. writes: notice.
-- parameters: now, most, channels (text array).
-- invariant: called after notice_claim_lock, before notice_claim, in their transaction; what was
-- tried once takes nothing in.
WITH due AS MATERIALIZED (
    SELECT id, order_id, recipient, channel
    FROM notice
    WHERE
        state = 'waiting' AND due_at <= %(now)s::timestamptz
        AND channel = ANY(%(channels)s::text[])
        AND event IN ('delay_notice', 'delay_renewed')
    ORDER BY due_at, id
    LIMIT %(most)s::int
    FOR UPDATE SKIP LOCKED
),

beside AS MATERIALIZED (
    SELECT
        n.id, n.order_id, n.recipient, n.channel, n.attempts, n.facts ->> 'pack' AS pack,
        n.event IN ('delay_notice', 'delay_renewed') AS late, s.live, s.reason
    FROM (SELECT DISTINCT order_id, recipient, channel FROM due) AS d
    JOIN notice AS n
        ON n.order_id = d.order_id AND n.recipient = d.recipient AND n.channel = d.channel
    CROSS JOIN LATERAL (
        SELECT
            coalesce(
                bool_or(c.closed_at IS NULL AND c.asked AND c.notices = (x ->> 'notice')::int),
                false
            ) AS live,
            CASE
                WHEN bool_or(c.closed_at IS NULL AND c.notices > (x ->> 'notice')::int)
                    THEN 'superseded'
                WHEN bool_and(c.outcome = 'recovered') THEN 'recovered'
                WHEN bool_and(c.closed_at IS NOT NULL) THEN 'case_ended'
                ELSE 'nothing_new'
            END AS reason
        FROM jsonb_array_elements(
            CASE WHEN n.facts ? 'cases' THEN n.facts -> 'cases' ELSE '[]'::jsonb END
        ) AS x
        JOIN delay_case AS c ON c.id = substr(x ->> 'case', 4)::bigint
    ) AS s
    WHERE
        n.state = 'waiting'
        AND n.event IN (
            'delay_notice', 'delay_renewed', 'date_confirmed', 'date_earlier', 'date_later',
            'date_unknown'
        )
        AND (n.attempts = 0 OR n.id IN (SELECT id FROM due))
),

lead AS (
    SELECT DISTINCT ON (order_id, recipient, channel)
        id, order_id, recipient, channel, live, pack
    FROM beside
    WHERE attempts = 0 AND (live OR NOT late)
    ORDER BY order_id, recipient, channel, live DESC, id DESC
),

settled AS (
    UPDATE notice AS n
    SET
        state = CASE WHEN lead.id IS NULL THEN 'suppressed' ELSE 'merged' END,
        reason = CASE WHEN b.late AND NOT b.live THEN b.reason ELSE 'together' END,
        merged_into_id = lead.id, due_at = NULL, to_note = false
    FROM beside AS b
    LEFT JOIN lead
        ON lead.order_id = b.order_id AND lead.recipient = b.recipient
        AND lead.channel = b.channel
    WHERE
        n.id = b.id AND lead.id IS DISTINCT FROM b.id
        AND CASE
            -- Another law asks for words of its own, and what was tried once goes as it is.
            WHEN b.live THEN lead.live AND lead.pack = b.pack AND b.attempts = 0
            WHEN b.late THEN
                lead.id IS NOT NULL
                OR NOT EXISTS (SELECT FROM notice AS w WHERE w.merged_into_id = b.id)
            ELSE lead.live AND b.attempts = 0
        END
    RETURNING n.id, n.merged_into_id
)

UPDATE notice AS c
SET merged_into_id = settled.merged_into_id
FROM settled
WHERE c.merged_into_id = settled.id AND settled.merged_into_id IS NOT NULL
