-- notice_content: what notices say, with what went into them.
-- reads: notice. writes: nothing.
-- parameters: notices (int8 array).
-- invariant: the oldest first.
SELECT coalesce(merged_into_id, id), event, order_id, facts
FROM notice
WHERE id = ANY(%(notices)s::bigint[]) OR merged_into_id = ANY(%(notices)s::bigint[])
ORDER BY id
