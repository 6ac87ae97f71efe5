-- job_schedule_change: change when a schedule runs, and whether it does.
-- reads: job_schedule. writes: job_schedule.
-- parameters: name, every (or null), cron, enabled, at (the next run), now, actor.
-- invariant: the schedule is locked; it has one rhythm.
UPDATE job_schedule
SET
    every_seconds = %(every)s::int, cron = %(cron)s::text, enabled = %(enabled)s::bool,
    next_run_at = %(at)s::timestamptz, changed_at = %(now)s::timestamptz,
    changed_by = %(actor)s::text
WHERE name = %(name)s::text
