-- name: exceptions_have_causes
-- invariant: An open exception has its cause and its value, there is one of a kind per line,
--   purchase or product, its subject fits its kind, and a closed one was closed after it was opened.
-- law: 10
-- reads: exception_case, order_line, peg
-- writes: nothing
-- parameters: none
WITH undated AS (
    SELECT line_id, sum(quantity) AS units
    FROM peg
    WHERE supply_id IS NULL
    GROUP BY line_id
),
judged AS (
    SELECT
        e.id, e.code, e.line_id,
        CASE
            WHEN e.code NOT IN ('date_unknown', 'promise_at_risk', 'cap_reached',
                'win_unsatisfied', 'over_commitment', 'ship_complete_stuck', 'pick_short',
                'purchase_overdue', 'purchase_unconfirmed', 'delay_overdue', 'refund_due',
                'authorisation_ends') THEN 'unknown code'
            WHEN (e.line_id IS NULL) <> (e.code IN ('cap_reached', 'over_commitment',
                'purchase_overdue', 'purchase_unconfirmed'))
                OR (e.purchase_order_id IS NULL)
                = (e.code IN ('purchase_overdue', 'purchase_unconfirmed'))
                THEN 'another subject than its kind'
            WHEN e.product_id <> l.product_id THEN 'another product than its line'
            WHEN (e.closed_at IS NULL) <> (e.closed_by IS NULL) THEN 'half closed'
            WHEN e.closed_at < e.opened_at OR e.closed_by < e.opened_by THEN 'closed before opened'
            WHEN e.closed_at IS NULL AND count(*) OVER (
                PARTITION BY
                    e.line_id, e.code, e.product_id, e.purchase_order_id, e.closed_at IS NULL
            ) > 1 THEN 'open twice'
            WHEN e.closed_at IS NULL AND e.code = 'date_unknown' AND u.units IS NULL THEN 'no cause'
            WHEN e.closed_at IS NULL AND e.code = 'date_unknown'
                AND e.value <> least(u.units * l.unit_price, 9000000000000000000)
                THEN 'another value than its units'
        END AS problem
    FROM exception_case e
    LEFT JOIN order_line l ON l.id = e.line_id
    LEFT JOIN undated u ON u.line_id = e.line_id
)
SELECT id, code, line_id, problem
FROM judged
WHERE problem IS NOT NULL
ORDER BY id
