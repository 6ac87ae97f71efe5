-- remedies_reallocate: units on the shelf that are allocated to lines further back in the queue than
-- the line of an exception.
-- reads: exception_case, order_line, supply, peg. writes: nothing.
-- parameters: cases (int8 array).
-- invariant: what is held by a quote or released to pick does not count: it does not move.
SELECT e.id, sum(g.quantity)::bigint
FROM exception_case AS e
JOIN order_line AS l ON l.id = e.line_id
JOIN supply AS s ON s.product_id = e.product_id AND s.kind = 'stock' AND NOT s.quantity = 0
JOIN peg AS g ON g.supply_id = s.id AND g.rank > l.rank
WHERE e.id = ANY(%(cases)s::bigint[]) AND g.expires_at IS NULL AND NOT g.released
GROUP BY e.id
ORDER BY e.id
