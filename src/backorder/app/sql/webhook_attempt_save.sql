-- webhook_attempt_save: note an attempt and what becomes of its delivery, if it still exists.
-- reads: webhook_delivery. writes: webhook_delivery, webhook_attempt.
-- parameters: delivery, state, again_at (null: not tried again), now, ms, status (or null), error,
--   answer.
-- invariant: a delivery that somebody else delivered meanwhile stays delivered.
WITH noted AS (
    UPDATE webhook_delivery
    SET
        state = %(state)s::text,
        next_attempt_at = %(again_at)s::timestamptz,
        delivered_at = CASE WHEN %(state)s::text = 'delivered' THEN %(now)s::timestamptz END,
        last_status = %(status)s::int,
        last_error = %(error)s::text
    WHERE id = %(delivery)s::bigint AND (state <> 'delivered' OR %(state)s::text = 'delivered')
    RETURNING id
)
INSERT INTO webhook_attempt (delivery_id, at, ms, status, error, answer)
SELECT
    noted.id, %(now)s::timestamptz, %(ms)s::int, %(status)s::int, %(error)s::text, %(answer)s::text
FROM noted
