-- waitlist_unlock: let the next process decide whom to tell.
-- reads: nothing. writes: nothing.
-- parameters: none.
-- invariant: only whoever holds the lock calls it.
SELECT pg_advisory_unlock(7203028)
