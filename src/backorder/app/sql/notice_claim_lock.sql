-- notice_claim_lock: one process at a time puts notices together, until its commit.
-- reads: nothing. writes: nothing.
-- parameters: none.
-- invariant: called before notice_claim, in its transaction.
SELECT pg_advisory_xact_lock(x'6e6f7469'::int)
