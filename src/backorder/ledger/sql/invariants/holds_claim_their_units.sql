-- name: holds_claim_their_units
-- invariant: A quote or hold that stands claims every unit of its lines; only after it expired may
--   they have been freed, each line's as a whole.
-- law: 2
-- reads: hold, hold_line, peg, journal
-- writes: nothing
-- parameters: none
WITH claim AS (
    SELECT line_id, sum(quantity)::bigint AS quantity
    FROM peg
    WHERE expires_at IS NOT NULL
    GROUP BY line_id
)
SELECT l.hold_id, l.id AS line_id, l.quantity, coalesce(c.quantity, 0) AS pegs
FROM hold h
JOIN hold_line l ON l.hold_id = h.id
LEFT JOIN claim c ON c.line_id = l.id
WHERE h.ended_as = ''
    AND l.quantity <> coalesce(c.quantity, 0)
    AND NOT (c.quantity IS NULL AND EXISTS (
        SELECT FROM journal j WHERE j.verb = 'expire' AND j.at >= h.expires_at
    ))
ORDER BY l.id
