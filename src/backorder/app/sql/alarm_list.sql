-- alarm_list: what is wrong with the system now, the newest first.
-- reads: alarm. writes: nothing.
-- parameters: none.
-- invariant: open alarms only.
SELECT id, code, subject, text, facts, times, opened_at, seen_at
FROM alarm
WHERE closed_at IS NULL
ORDER BY opened_at DESC, id DESC
