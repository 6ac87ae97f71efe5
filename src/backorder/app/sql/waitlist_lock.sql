-- waitlist_lock: let one process at a time decide whom to tell; whoever comes second goes away.
-- reads: nothing. writes: nothing.
-- parameters: none.
-- invariant: an advisory lock of a number that nothing else uses, held until it is let go of or the
--   connection ends.
SELECT pg_try_advisory_lock(7203028)
