-- delays_change: write how some delay cases stand after answers, silence, or a notice that went out.
-- reads: nothing. writes: delay_case.
-- parameters: columns as arrays: case, sent, respond_by, asked, agreed_on, agreed_open, express,
--   period_until, outcome ("" leaves it as it is), refund_by; at.
-- invariant: the products of the cases are locked; a case once closed stays so.
UPDATE delay_case AS c
SET sent = g.sent,
    respond_by = nullif(g.respond_by, '-infinity'),
    asked = g.asked = 1,
    agreed_on = nullif(g.agreed_on, '-infinity'),
    agreed_open = g.agreed_open = 1,
    express = g.express = 1,
    period_until = nullif(g.period_until, '-infinity'),
    refund_by = coalesce(nullif(g.refund_by, '-infinity'), c.refund_by),
    outcome = CASE WHEN g.outcome = '' THEN c.outcome ELSE g.outcome END,
    closed_at = CASE WHEN g.outcome = '' THEN c.closed_at ELSE coalesce(c.closed_at, %(at)s::timestamptz) END
FROM unnest(
    %(case)s::bigint[], %(sent)s::bigint[], %(respond_by)s::date[], %(asked)s::bigint[],
    %(agreed_on)s::date[], %(agreed_open)s::bigint[], %(express)s::bigint[],
    %(period_until)s::date[], %(outcome)s::text[], %(refund_by)s::date[]
) AS g (
    case_id, sent, respond_by, asked, agreed_on, agreed_open, express, period_until, outcome,
    refund_by
)
WHERE c.id = g.case_id
