-- standing_supply: the last journal entry that changed supply.
-- reads: journal. writes: nothing.
-- parameters: verbs.
-- invariant: one row; 0 where there is none. One look into an index a verb.
SELECT coalesce(max(j.id), 0)
FROM unnest(%(verbs)s::text[]) AS v (verb)
CROSS JOIN LATERAL (
    SELECT e.id FROM journal AS e WHERE e.verb = v.verb ORDER BY e.id DESC LIMIT 1
) AS j
