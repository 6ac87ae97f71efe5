-- page_delay_notices: the notices of a delay case, each with the channels that took it.
-- reads: delay_notice, delay_told. writes: nothing.
-- parameters: case (id).
-- invariant: one row a notice, the oldest first.
SELECT
    n.n, n.kind, n.quantity, n.from_on, n.to_on, n.respond_by, n.silence, n.cause, n.draft,
    n.made_at, n.approved_at,
    (
        SELECT coalesce(jsonb_agg(
            jsonb_build_object(
                'channel', t.channel, 'recipient', t.recipient, 'shown', t.shown, 'at', t.at
            ) ORDER BY t.at, t.channel, t.recipient -- unique: of one notice
        ), '[]')
        FROM delay_told AS t
        WHERE t.case_id = n.case_id AND t.notice = n.n
    ) AS told
FROM delay_notice AS n
WHERE n.case_id = %(case)s::bigint
ORDER BY n.n
