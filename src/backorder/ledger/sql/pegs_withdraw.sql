-- pegs_withdraw: end some holds and their claims.
-- reads: hold_line. writes: hold, peg.
-- parameters: holds (int8 array), at.
-- invariant: the products of the holds are locked; what belongs to an order has no expires_at.
WITH ended AS (
    UPDATE hold
    SET ended_at = %(at)s::timestamptz, ended_as = 'withdrawn'
    WHERE id = ANY(%(holds)s::bigint[])
    RETURNING id, kind
)
DELETE FROM peg AS g
USING hold_line AS l, ended AS h
WHERE l.hold_id = h.id AND g.line_id = l.id AND g.expires_at IS NOT NULL
RETURNING h.kind, h.id, g.line_id, g.n, g.product_id, coalesce(g.supply_id, 0), g.quantity
