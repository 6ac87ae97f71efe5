-- job_schedule_next: note when a schedule runs next.
-- reads: job_schedule. writes: job_schedule.
-- parameters: name, at.
-- invariant: the schedule is locked.
UPDATE job_schedule SET next_run_at = %(at)s::timestamptz WHERE name = %(name)s::text
