-- explain_holders: who is promised units of a supply, the first in its queue first.
-- reads: peg, hold. writes: nothing.
-- parameters: supply; limit.
-- invariant: the queue is by rank; what expires belongs to a quote or hold.
SELECT coalesce(h.kind, 'order'), g.order_id, g.quantity, g.promised_on
FROM peg AS g
LEFT JOIN hold AS h ON h.id = g.order_id AND g.expires_at IS NOT NULL
WHERE g.supply_id = %(supply)s::bigint
ORDER BY g.rank, g.line_id, g.n
LIMIT %(limit)s::bigint
