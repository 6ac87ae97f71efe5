-- notice_cases: how delay cases stand when notices of them are to go.
-- reads: delay_case, notice. writes: nothing.
-- parameters: cases (int8 array).
-- invariant: one row a case; what went and is not noted yet counts as sent.
SELECT
    c.id, c.notices,
    greatest(
        c.sent,
        coalesce((
            SELECT max((x ->> 'notice')::int)
            FROM notice AS n
            CROSS JOIN LATERAL jsonb_array_elements(n.facts -> 'cases') AS x
            WHERE
                n.order_id = c.order_id AND n.to_note AND n.state IN ('sent', 'bounced')
                AND substr(x ->> 'case', 4)::bigint = c.id
        ), 0)
    ),
    c.closed_at IS NULL AND c.asked,
    c.outcome = 'recovered' OR (c.closed_at IS NULL AND NOT c.asked),
    c.told_on::text
FROM delay_case AS c
WHERE c.id = ANY(%(cases)s::bigint[])
ORDER BY c.id -- unique: a row a case
