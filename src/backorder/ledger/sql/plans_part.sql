-- plans_part: move what quotes and holds claim of some plans to plans of their own.
-- reads: nothing. writes: peg.
-- parameters: plan, twin (int8 arrays of one length).
-- invariant: no unit changes its line; both supplies are saved with their new sums.
UPDATE peg AS g
SET supply_id = p.twin
FROM unnest(%(plan)s::bigint[], %(twin)s::bigint[]) AS p (plan, twin)
WHERE g.supply_id = p.plan AND g.expires_at IS NOT NULL
