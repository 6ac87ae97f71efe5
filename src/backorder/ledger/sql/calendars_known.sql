-- calendars_known: which of these calendars exist.
-- reads: calendar. writes: nothing.
-- parameters: codes.
-- invariant: catalog_lock is held, so none comes or goes meanwhile.
SELECT code FROM calendar WHERE code = ANY(%(codes)s::text[]) ORDER BY code
