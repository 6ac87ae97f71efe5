-- name: waitlist_offers_have_their_hold
-- invariant: What is held for somebody of a waitlist is held by a hold of just these units, until
--   the time that was told, and a sign-up says of it what the hold says.
-- law: 2
-- reads: waitlist_entry, hold, hold_line
-- writes: nothing
-- parameters: none
-- A hold that ended since the job last looked is still told of as standing.
WITH judged AS (
    SELECT
        w.id AS entry_id, w.hold_id,
        CASE
            WHEN l.count IS DISTINCT FROM 1 OR l.product_id <> w.product_id THEN 'holds something else'
            WHEN l.quantity <> w.told_units THEN 'holds another number of units than were told'
            WHEN h.expires_at <> w.window_ends_at THEN 'expires at another time than was told'
            WHEN w.state = 'taken' AND h.ended_as <> 'confirmed' THEN 'taken, and no order'
            WHEN w.state = 'ended' AND w.ended_why = 'declined' AND h.ended_as <> 'withdrawn'
                THEN 'declined, and not withdrawn'
            WHEN w.state = 'ended' AND w.ended_why = 'expired' AND h.ended_as <> ''
                THEN 'expired, and ended otherwise'
            WHEN w.state = 'ended' AND w.ended_why NOT IN ('declined', 'expired')
                THEN 'ended for another reason'
        END AS problem
    FROM waitlist_entry w
    LEFT JOIN hold h ON h.id = w.hold_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS count, min(o.product_id) AS product_id, sum(o.quantity) AS quantity
        FROM hold_line o
        WHERE o.hold_id = w.hold_id
    ) AS l ON TRUE
    WHERE w.hold_id IS NOT NULL
)
SELECT entry_id, hold_id, problem
FROM judged
WHERE problem IS NOT NULL
ORDER BY entry_id -- unique: a problem a sign-up
