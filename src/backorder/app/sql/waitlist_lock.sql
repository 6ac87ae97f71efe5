-- waitlist_lock: let one process at a time decide whom to tell, until its transaction ends.
-- reads: nothing. writes: nothing.
-- parameters: none.
-- invariant: an advisory lock of a number that nothing else uses.
SELECT pg_advisory_xact_lock(7203028)
