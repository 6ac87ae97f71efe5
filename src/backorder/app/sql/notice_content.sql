-- notice_content: what notices say, with what went into them.
-- reads: notice. writes: nothing.
-- parameters: notices (int8 array).
-- invariant: the oldest first.
-- One that went within another says its own by itself, where it is asked for alone.
SELECT
    CASE WHEN merged_into_id = ANY(%(notices)s::bigint[]) THEN merged_into_id ELSE id END,
    event, order_id, facts
FROM notice
WHERE id = ANY(%(notices)s::bigint[]) OR merged_into_id = ANY(%(notices)s::bigint[])
ORDER BY id
