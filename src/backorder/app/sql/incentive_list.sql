-- incentive_list: rules of incentives, what of their budgets is given in the period that runs, and
--   what came of whom they meant.
-- reads: incentive_rule, incentive_spend, incentive, incentive_redemption, order_line.
-- writes: nothing.
-- parameters: name (empty for all), today.
-- invariant: one row a rule; what was withdrawn is no money given; where giving nothing was best is in neither group: held out or not,
--   those were given nothing.
WITH considered AS (
    SELECT
        i.rule_id, i.outcome, i.amount, u.incentive_id IS NOT NULL AND NOT u.withdrawn AS used, coalesce(u.withdrawn, false) AS withdrawn,
        i.outcome = 'held_out' AND coalesce(i.reason ->> 'amount', '') = '0' AS pointless, d.cancelled
    FROM incentive AS i
    JOIN incentive_rule AS r ON r.id = i.rule_id
    LEFT JOIN incentive_redemption AS u ON u.incentive_id = i.id
    CROSS JOIN LATERAL (
        SELECT sum(l.cancelled) > coalesce((i.reason ->> 'cancelled')::bigint, 0) AS cancelled
        FROM order_line AS l
        WHERE l.order_id = i.order_id
    ) AS d
    WHERE %(name)s::text IN ('', r.name)
),
came AS (
    SELECT
        c.rule_id,
        count(*) FILTER (WHERE c.outcome = 'given')::int AS given,
        count(*) FILTER (WHERE c.outcome = 'given' AND c.cancelled)::int AS given_cancelled,
        count(*) FILTER (WHERE c.outcome = 'held_out' AND NOT c.pointless)::int AS held_out,
        count(*) FILTER (
            WHERE c.outcome = 'held_out' AND c.cancelled AND NOT c.pointless
        )::int AS held_out_cancelled,
        count(*) FILTER (WHERE c.outcome = 'none' OR c.pointless)::int AS nothing,
        count(*) FILTER (WHERE c.outcome = 'no_budget')::int AS no_budget,
        coalesce(sum(c.amount) FILTER (WHERE NOT c.withdrawn), 0)::bigint AS amount,
        coalesce(sum(c.amount) FILTER (WHERE c.used), 0)::bigint AS redeemed
    FROM considered AS c
    GROUP BY c.rule_id
)
SELECT
    r.name, r.event, r.slip_days, r.customer_class AS "class", r.category, r.kind, r.amount,
    r.percent, r.response, r.most, r.currency, r.budget, r.period, r.expires_days,
    r.holdout_percent, r.valid_from, r.valid_until, r.active,
    coalesce(s.given, 0) AS spent, coalesce(c.given, 0) AS given,
    coalesce(c.given_cancelled, 0) AS given_cancelled, coalesce(c.held_out, 0) AS held_out,
    coalesce(c.held_out_cancelled, 0) AS held_out_cancelled, coalesce(c.nothing, 0) AS nothing,
    coalesce(c.no_budget, 0) AS no_budget, coalesce(c.amount, 0) AS total,
    coalesce(c.redeemed, 0) AS redeemed
FROM incentive_rule AS r
LEFT JOIN came AS c ON c.rule_id = r.id
LEFT JOIN incentive_spend AS s
    ON s.rule_id = r.id
    AND s.period_from = CASE
        WHEN r.period = 'always' THEN date '1990-01-01'
        ELSE date_trunc(r.period, %(today)s::date::timestamp)::date
    END
WHERE %(name)s::text IN ('', r.name)
ORDER BY r.active DESC, r.id
