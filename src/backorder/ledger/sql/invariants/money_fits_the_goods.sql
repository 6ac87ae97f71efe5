-- name: money_fits_the_goods
-- invariant: Revenue is what was delivered and not returned; what is held for a line is at most worth its
--   open units; nothing is held for a line while deliveries of it are unpaid; a line with money has
--   terms.
-- law: 1
-- reads: order_line, payment_term, money_entry
-- writes: nothing
-- parameters: none
WITH of_lines AS (
    SELECT
        line_id,
        -sum(amount) FILTER (WHERE account = 'deposits') AS held,
        sum(amount) FILTER (WHERE account = 'receivable') AS receivable,
        -sum(amount) FILTER (WHERE account = 'revenue') AS revenue
    FROM money_entry
    WHERE line_id IS NOT NULL
    GROUP BY line_id
),
judged AS (
    SELECT
        l.id AS line_id,
        coalesce(e.held, 0) AS held,
        coalesce(e.receivable, 0) AS receivable,
        coalesce(e.revenue, 0) AS revenue,
        (l.shipped - l.returned)::numeric * l.unit_price AS delivered,
        (l.ordered - l.shipped - l.cancelled)::numeric * l.unit_price AS open,
        t.line_id IS NOT NULL AS on_terms
    FROM order_line AS l
    LEFT JOIN payment_term AS t ON t.line_id = l.id
    LEFT JOIN of_lines AS e ON e.line_id = l.id
    WHERE t.line_id IS NOT NULL OR e.line_id IS NOT NULL
)
SELECT
    line_id,
    CASE
        WHEN NOT on_terms THEN 'money without terms'
        WHEN revenue <> delivered THEN 'revenue is not what was delivered'
        WHEN held < 0 OR held > open THEN 'more or less is held than open units are worth'
        WHEN receivable < 0 OR receivable > delivered THEN 'more or less is receivable than delivered'
        ELSE 'held while deliveries are unpaid'
    END AS problem,
    held, receivable, revenue, delivered, open
FROM judged
WHERE NOT on_terms
    OR revenue <> delivered
    OR held < 0
    OR held > open
    OR receivable < 0
    OR receivable > delivered
    OR (held > 0 AND receivable > 0)
ORDER BY line_id -- unique: one row a line
