-- job_is_live: whether a job of a schedule waits or runs.
-- reads: procrastinate_jobs. writes: nothing.
-- parameters: name.
-- invariant: the schedule is locked, so that the answer holds until the commit.
SELECT EXISTS (
    SELECT FROM procrastinate_jobs
    WHERE lock = %(name)s::text AND status IN ('todo', 'doing')
)
