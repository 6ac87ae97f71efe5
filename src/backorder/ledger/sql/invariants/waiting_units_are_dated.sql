-- name: waiting_units_are_dated
-- invariant: Every unit that waits has a supply with a date, or its date is unknown and an open
--   exception says so.
-- law: 2
-- reads: peg, supply, exception_case
-- writes: nothing
-- parameters: none
-- What a hold claims is nobody's to look after; without a date it cannot be confirmed.
SELECT g.order_id, g.line_id, g.n, g.quantity, g.supply_id
FROM peg g
LEFT JOIN supply s ON s.id = g.supply_id
WHERE (s.kind <> 'stock' AND s.available_on IS NULL)
    OR (g.supply_id IS NULL AND g.expires_at IS NULL AND NOT EXISTS (
        SELECT FROM exception_case e
        WHERE e.line_id = g.line_id AND e.code = 'date_unknown' AND e.closed_at IS NULL
    ))
ORDER BY g.line_id, g.n
