-- name: delay_refunds_follow_their_pack
-- invariant: What was cancelled for delay has a last day of refund within what its pack allows.
-- law: 10
-- reads: delay_case
-- writes: nothing
-- parameters: none
-- The exact day is that of the pack's working days; here, its bounds: seven working days are nine to
-- sixteen days, for holidays fall between them.
SELECT
    c.id, c.pack, c.refund_by
FROM delay_case AS c
WHERE (c.outcome IN ('declined', 'ended', 'lapsed')) <> (c.refund_by IS NOT NULL)
    AND c.outcome <> ''
    OR c.outcome IN ('declined', 'ended', 'lapsed')
    AND c.refund_by - (c.closed_at AT TIME ZONE 'UTC')::date NOT BETWEEN
        CASE c.pack WHEN 'us_16cfr435' THEN 9 ELSE 14 END
        AND CASE c.pack WHEN 'us_16cfr435' THEN 16 ELSE 14 END
ORDER BY c.id -- unique
