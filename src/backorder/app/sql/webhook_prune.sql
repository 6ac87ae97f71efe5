-- webhook_prune: forget deliveries that ended before an instant, and messages that nobody waits for.
-- reads: webhook_delivery. writes: webhook_attempt, webhook_delivery, webhook_event.
-- parameters: before, limit.
-- invariant: what is pending stays, with its message; replaying makes a forgotten message anew.
WITH
old AS (
    SELECT id, event_id
    FROM webhook_delivery
    WHERE state <> 'pending' AND created_at < %(before)s::timestamptz
    ORDER BY id
    LIMIT %(limit)s::int
    FOR UPDATE SKIP LOCKED
),
attempts AS (DELETE FROM webhook_attempt WHERE delivery_id IN (SELECT id FROM old)),
deliveries AS (DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM old)),
messages AS (
    DELETE FROM webhook_event AS v
    WHERE
        v.id IN (SELECT event_id FROM old)
        AND NOT EXISTS (
            SELECT FROM webhook_delivery AS d
            WHERE d.event_id = v.id AND d.id NOT IN (SELECT id FROM old)
        )
)
SELECT count(*) FROM old
