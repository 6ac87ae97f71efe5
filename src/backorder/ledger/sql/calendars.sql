-- calendars: every calendar that was set, for the process's memory.
-- reads: calendar. writes: nothing.
-- parameters: none.
-- invariant: small; read once for each change of master data.
SELECT code, days, closed, opened FROM calendar ORDER BY code
