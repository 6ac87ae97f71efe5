-- notice_waiting: whether there is anything to make notices of, to send, or to note.
-- reads: notice_outbox, notice. writes: nothing.
-- parameters: now, channels (text array).
-- invariant: one row.
SELECT
    EXISTS (SELECT FROM notice_outbox)
    OR EXISTS (
        SELECT FROM notice
        WHERE
            state = 'waiting' AND due_at <= %(now)s::timestamptz
            AND channel = ANY(%(channels)s::text[])
    )
    OR EXISTS (SELECT FROM notice WHERE to_note AND state IN ('sent', 'bounced'))
