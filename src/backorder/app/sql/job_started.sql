-- job_started: note that a schedule's job has begun.
-- reads: job_schedule. writes: job_schedule.
-- parameters: name, now.
-- invariant: one row, or none where the schedule is gone.
UPDATE job_schedule SET last_run_at = %(now)s::timestamptz WHERE name = %(name)s::text
