-- job_due: the schedules whose time has come.
-- reads: job_schedule. writes: nothing.
-- parameters: now.
-- invariant: what is switched off is not due.
SELECT name, task
FROM job_schedule
WHERE enabled AND next_run_at <= %(now)s::timestamptz
ORDER BY next_run_at, name -- unique: the primary key
