-- webhook_claim: take deliveries that are due, a few of each endpoint, and move them on so that
-- nobody else takes them, but whoever finds them due again if this sender dies.
-- reads: webhook_endpoint, webhook_delivery, webhook_event. writes: webhook_delivery.
-- parameters: now, until (when they are due again), each, most, busy (int8 array: endpoints left out).
-- invariant: a delivery is with one sender at a time.
WITH due AS (
    SELECT d.id
    FROM webhook_endpoint AS e
    CROSS JOIN LATERAL (
        SELECT w.id
        FROM webhook_delivery AS w
        WHERE
            w.endpoint_id = e.id AND w.state = 'pending'
            AND w.next_attempt_at <= %(now)s::timestamptz
        ORDER BY w.next_attempt_at, w.id
        LIMIT %(each)s::int
        FOR UPDATE SKIP LOCKED
    ) AS d
    WHERE e.enabled AND e.id <> ALL(%(busy)s::bigint[])
    LIMIT %(most)s::int
)
UPDATE webhook_delivery AS w
SET attempts = w.attempts + 1, next_attempt_at = %(until)s::timestamptz
FROM due, webhook_endpoint AS e, webhook_event AS v
WHERE w.id = due.id AND e.id = w.endpoint_id AND v.id = w.event_id
RETURNING
    w.id, w.attempts, w.endpoint_id, e.name, e.url, e.secret,
    CASE WHEN e.old_secret_until > %(now)s::timestamptz THEN e.old_secret ELSE '' END,
    v.id, v.body
