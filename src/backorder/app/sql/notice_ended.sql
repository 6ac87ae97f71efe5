-- notice_ended: a notice that is not to go after all.
-- reads: nothing. writes: notice.
-- parameters: notice, state, reason.
-- invariant: what was sent stays sent.
UPDATE notice
SET state = %(state)s::text, reason = %(reason)s::text, due_at = NULL
WHERE id = %(notice)s::bigint AND sent_at IS NULL
