-- hold_pegs: the units that some quotes and holds have claimed, with what decides the day each can
-- be promised for: the columns of promises_due.
-- reads: hold, hold_line, peg, supply. writes: nothing.
-- parameters: holds (int8 array).
-- invariant: the products of the holds are locked.
SELECT
    array_agg(line_id) AS line,
    array_agg(n::bigint) AS n,
    array_agg(order_id) AS "order",
    array_agg(product_id) AS product,
    array_agg(quantity) AS quantity,
    array_agg(coalesce(supply_id, 0)) AS supply,
    array_agg(CASE kind WHEN 'stock' THEN 1 WHEN 'purchase' THEN 2 WHEN 'transfer' THEN 3
        WHEN 'planned' THEN 4 ELSE 0 END::bigint) AS kind,
    array_agg(coalesce(location_id, 0)) AS location,
    array_agg(coalesce(spread_days, 0)::bigint) AS spread,
    array_agg(coalesce(available_on - DATE '2000-01-01', -2147483648)::bigint) AS available_on,
    array_agg(coalesce(promised_on - DATE '2000-01-01', -2147483648)::bigint) AS told,
    array_agg(coalesce(requested_on - DATE '2000-01-01', -2147483648)::bigint) AS requested_on,
    array_agg(promise_quantile::bigint) AS quantile,
    array_agg((ship = 'complete')::int::bigint) AS complete
FROM (
    SELECT
        g.line_id, g.n, g.order_id, g.product_id, g.quantity, g.supply_id, g.promised_on,
        l.requested_on, l.promise_quantile, h.ship, s.kind, s.location_id, s.available_on,
        s.spread_days
    FROM hold AS h
    JOIN hold_line AS l ON l.hold_id = h.id
    JOIN peg AS g ON g.line_id = l.id
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE h.id = ANY(%(holds)s::bigint[]) AND g.expires_at IS NOT NULL
    ORDER BY g.line_id, g.n
) AS pegs
