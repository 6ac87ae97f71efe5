-- page_waves: the last releases that sent orders to be picked.
-- reads: journal. writes: nothing.
-- parameters: limit.
-- invariant: one row a release that had a key.
SELECT
    j.key, j.at, j.actor, jsonb_array_length(j.result -> 'released') AS orders
FROM journal AS j
WHERE j.verb = 'release' AND j.key IS NOT NULL AND jsonb_array_length(j.result -> 'released') > 0
ORDER BY j.id DESC
LIMIT %(limit)s::bigint
