-- plans_held: how many units of some plans quotes and holds claim.
-- reads: peg. writes: nothing.
-- parameters: supplies (int8 array), whose products are locked.
-- invariant: only plans of which something is held.
SELECT supply_id, sum(quantity)::bigint
FROM peg
WHERE supply_id = ANY(%(supplies)s::bigint[]) AND expires_at IS NOT NULL
GROUP BY supply_id
ORDER BY supply_id
