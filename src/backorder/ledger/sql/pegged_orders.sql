-- pegged_orders: which orders wait for some supplies, and with how many units.
-- reads: peg. writes: nothing.
-- parameters: supplies (int8 array).
-- invariant: holds are no orders yet; in rank order, so that who is served first stands first.
SELECT supply_id, order_id, quantity
FROM peg
WHERE supply_id = ANY(%(supplies)s::bigint[]) AND expires_at IS NULL
ORDER BY supply_id, rank, line_id, n
