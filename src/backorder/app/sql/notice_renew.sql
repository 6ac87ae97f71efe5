-- notice_renew: hold notices that were taken for longer; those that another sender took are not told.
-- reads: notice. writes: notice.
-- parameters: notices (int8 array), held (until when they were taken), until.
-- invariant: a notice is with one sender at a time: its row says until when, and for whom.
UPDATE notice
SET due_at = %(until)s::timestamptz
WHERE id = ANY(%(notices)s::bigint[]) AND state = 'waiting' AND due_at = %(held)s::timestamptz
RETURNING id
