-- notice_later: put notices off that were taken and not tried.
-- reads: nothing. writes: notice.
-- parameters: notices (int8 array), again_at, reason.
-- invariant: it counts as no try.
UPDATE notice
SET
    due_at = %(again_at)s::timestamptz, attempts = greatest(attempts - 1, 0),
    reason = %(reason)s::text
WHERE id = ANY(%(notices)s::bigint[]) AND state = 'waiting'
