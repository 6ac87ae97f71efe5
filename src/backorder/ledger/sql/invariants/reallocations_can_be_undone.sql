-- name: reallocations_can_be_undone
-- invariant: A reallocation was made, and undone if it was, by the verb that does so, at that entry's
--   instant and after it was made; it kept the pegs of its lines, of their products and orders, and
--   none of them held more units than its line was ordered with.
-- law: 8
-- reads: reallocation, reallocation_peg, journal, order_line
-- writes: nothing
-- parameters: none
SELECT r.id, 'no before-images' AS problem, NULL::bigint AS line_id
FROM reallocation r
WHERE NOT EXISTS (SELECT FROM reallocation_peg g WHERE g.reallocation_id = r.id)
UNION ALL
SELECT r.id, 'not made by its journal entry', NULL
FROM reallocation r
JOIN journal j ON j.id = r.journal_id
WHERE j.verb <> 'reallocate' OR j.at <> r.at
UNION ALL
SELECT r.id, 'not undone by its journal entry', NULL
FROM reallocation r
JOIN journal j ON j.id = r.undone_by
WHERE j.verb <> 'reallocate' OR j.at <> r.undone_at OR r.undone_by <= r.journal_id
UNION ALL
SELECT g.reallocation_id, 'an image is not of its line', g.line_id
FROM reallocation_peg g
JOIN order_line l ON l.id = g.line_id
GROUP BY g.reallocation_id, g.line_id, l.product_id, l.order_id, l.ordered
HAVING sum(g.quantity) > l.ordered
    OR bool_or(g.product_id <> l.product_id OR g.order_id <> l.order_id)
ORDER BY id, problem, line_id
