-- job_finish: end a job as failed, whose worker will not.
-- reads: procrastinate_jobs. writes: procrastinate_jobs (by its own function).
-- parameters: job.
-- invariant: the job is locked and in work.
SELECT procrastinate_finish_job_v1(%(job)s::bigint, 'failed', false)
