-- pegs_expire: end the claims of holds whose time has passed.
-- reads: hold. writes: peg.
-- parameters: products (int8 array, locked by an earlier statement), now.
-- invariant: what belongs to an order has no expires_at and stays.
DELETE FROM peg AS g
USING hold AS h
WHERE g.product_id = ANY(%(products)s::bigint[])
    AND g.expires_at <= %(now)s::timestamptz
    AND h.id = g.order_id
RETURNING h.kind, h.id, g.line_id, g.n, g.product_id, coalesce(g.supply_id, 0), g.quantity
