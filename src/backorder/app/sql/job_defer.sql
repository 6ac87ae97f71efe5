-- job_defer: let a job of a schedule run as soon as a worker is free.
-- reads: nothing. writes: procrastinate_jobs (by its own function).
-- parameters: task, name.
-- invariant: jobs of one schedule have one lock, so that they run one after the other.
SELECT (procrastinate_defer_jobs_v1(ARRAY[ROW(
    'default', %(task)s::text, 0, %(name)s::text, NULL,
    jsonb_build_object('schedule', %(name)s::text), NULL
)::procrastinate_job_to_defer_v1]))[1]
