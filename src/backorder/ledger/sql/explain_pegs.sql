-- explain_pegs: the open units of an order, with what stands before them in their supply's queue.
-- reads: order_line, peg, supply. writes: nothing.
-- parameters: order.
-- invariant: stock has no queue: what is allocated is there.
SELECT g.line_id, g.quantity, coalesce(g.supply_id, 0), g.promised_on, ahead.units, ahead.lines
FROM order_line AS l
JOIN peg AS g ON g.line_id = l.id
LEFT JOIN supply AS s ON s.id = g.supply_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.quantity), 0)::bigint AS units, count(DISTINCT a.line_id) AS lines
    FROM peg AS a
    WHERE a.supply_id = g.supply_id AND s.kind <> 'stock' AND a.rank < g.rank
) AS ahead
WHERE l.order_id = %(order)s::bigint
ORDER BY g.line_id, s.available_on NULLS FIRST, g.n
