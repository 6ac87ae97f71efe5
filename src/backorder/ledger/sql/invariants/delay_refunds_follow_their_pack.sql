-- name: delay_refunds_follow_their_pack
-- invariant: What was cancelled for delay has a last day of refund within what its pack allows.
-- law: 10
-- reads: delay_case, delay_answer
-- writes: nothing
-- parameters: none
-- The exact day is that of the pack's working days; here, its bounds: seven working days are nine to
-- sixteen days, for holidays fall between them. They run from the day that silence or an answer
-- names, however late that was written down. Where units were being packed meanwhile, the case goes on
-- without those that are refunded.
WITH ended AS (
    SELECT
        c.id, c.pack, c.outcome, c.refund_by,
        least((c.closed_at AT TIME ZONE 'UTC')::date, CASE c.outcome
            WHEN 'lapsed' THEN c.respond_by
            ELSE (
                SELECT max((a.at AT TIME ZONE 'UTC')::date)
                FROM delay_answer AS a
                WHERE a.case_id = c.id AND a.outcome IN ('cancelled', 'ended')
            )
        END) AS since
    FROM delay_case AS c
    WHERE c.outcome <> ''
)
SELECT
    c.id, c.pack, c.refund_by
FROM ended AS c
WHERE c.outcome IN ('declined', 'ended', 'lapsed') AND c.refund_by IS NULL
    OR c.outcome IN ('declined', 'ended', 'lapsed')
    AND c.refund_by - c.since NOT BETWEEN
        CASE c.pack WHEN 'us_16cfr435' THEN 9 ELSE 14 END
        AND CASE c.pack WHEN 'us_16cfr435' THEN 16 ELSE 14 END
ORDER BY c.id -- unique
