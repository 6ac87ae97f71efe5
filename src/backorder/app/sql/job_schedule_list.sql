-- job_schedule_list: all schedules, and whether a job of each waits or runs.
-- reads: job_schedule, procrastinate_jobs. writes: nothing.
-- parameters: none.
-- invariant: one row a schedule.
SELECT
    s.name, s.task, s.every_seconds, s.cron, s.enabled, s.next_run_at, s.last_run_at,
    s.last_ended_at, s.last_outcome, s.last_facts, s.last_error, s.failures, s.changed_by,
    s.changed_at,
    (
        SELECT j.status::text
        FROM procrastinate_jobs AS j
        WHERE j.lock = s.name AND j.status IN ('todo', 'doing')
        ORDER BY j.status DESC, j.id
        LIMIT 1
    )
FROM job_schedule AS s
ORDER BY s.name -- unique: the primary key
