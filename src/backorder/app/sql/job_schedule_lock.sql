-- job_schedule_lock: lock a schedule: whoever lets its jobs run or changes it does so alone.
-- reads: job_schedule. writes: nothing (row lock).
-- parameters: name.
-- invariant: one row, or none.
SELECT task, every_seconds, cron, enabled, next_run_at
FROM job_schedule
WHERE name = %(name)s::text
FOR UPDATE
