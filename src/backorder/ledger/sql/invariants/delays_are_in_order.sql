-- name: delays_are_in_order
-- invariant: The notices and answers of a delay case are numbered without gaps, an open case has open
--   units, a consent has its evidence, and what silence cancelled had a notice and its day behind it.
-- law: 10
-- reads: delay_case, delay_notice, delay_answer, delay_told, order_line
-- writes: nothing
-- parameters: none
WITH notices AS (
    SELECT case_id, count(*) AS notices, max(n) AS last, count(*) FILTER (WHERE n < 1) AS wrong
    FROM delay_notice
    GROUP BY case_id
),
answers AS (
    SELECT
        case_id, count(*) AS answers, max(n) AS last,
        bool_or(answer = 'wait' AND outcome = 'consented' AND (shown = '' OR channel = '')) AS bare,
        bool_or(answer = 'wait' AND outcome = 'consented') AS agreed
    FROM delay_answer
    GROUP BY case_id
),
judged AS (
    SELECT
        c.id,
        CASE
            WHEN n.case_id IS NULL OR n.notices <> c.notices OR n.last <> c.notices
                THEN 'a gap between notices'
            WHEN a.answers <> a.last THEN 'a gap between answers'
            WHEN c.sent > c.notices THEN 'sent what was never made'
            WHEN c.closed_at IS NULL AND l.ordered = l.shipped + l.cancelled
                THEN 'open without open units'
            WHEN a.bare OR (c.express AND a.agreed IS NOT TRUE) THEN 'a consent without evidence'
            WHEN c.outcome = 'lapsed' AND (c.sent = 0 OR NOT EXISTS (
                SELECT FROM delay_told AS t WHERE t.case_id = c.id
            )) THEN 'silence to what was never sent'
            WHEN c.outcome = 'lapsed' AND (c.silence <> 'cancel' OR c.respond_by IS NULL
                OR c.respond_by >= (c.closed_at AT TIME ZONE 'UTC')::date)
                THEN 'cancelled before its day'
        END AS problem
    FROM delay_case AS c
    LEFT JOIN order_line AS l ON l.id = c.line_id
    LEFT JOIN notices AS n ON n.case_id = c.id
    LEFT JOIN answers AS a ON a.case_id = c.id
)
SELECT id, problem FROM judged WHERE problem IS NOT NULL
ORDER BY id -- unique
