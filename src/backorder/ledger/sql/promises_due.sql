-- promises_due: the pegs of some lines, and of all lines of their orders that ship complete, with
-- what decides the day each can be promised for.
-- reads: peg, order_line, sales_order, supply. writes: nothing.
-- parameters: lines (int8 array, each once). Where nobody has patience with small changes, the
--   columns about that are null.
-- invariant: the products of the lines are locked; other lines of complete orders are only told.
WITH asked AS MATERIALIZED (
    SELECT
        p.line_id, p.n, p.order_id, p.product_id, p.quantity, p.supply_id, p.promised_on,
        greatest(l.requested_on, o.wait_until) AS requested_on, l.promise_quantile,
        l.tell_later_days, l.tell_earlier_days, l.latest_on, l.legal_on, o.ship, o.wait_until
    FROM unnest(%(lines)s::bigint[]) AS a (line_id)
    JOIN peg AS p ON p.line_id = a.line_id
    JOIN order_line AS l ON l.id = p.line_id
    JOIN sales_order AS o ON o.id = p.order_id
),
complete AS (
    SELECT DISTINCT order_id, wait_until FROM asked WHERE ship = 'complete'
),
beside AS (
    SELECT
        p.line_id, p.n, p.order_id, p.product_id, p.quantity, p.supply_id, p.promised_on,
        greatest(l.requested_on, c.wait_until), l.promise_quantile, l.tell_later_days,
        l.tell_earlier_days, l.latest_on, l.legal_on, 'complete'::text, c.wait_until
    FROM complete AS c
    JOIN order_line AS l ON l.order_id = c.order_id
    JOIN peg AS p ON p.line_id = l.id
    WHERE NOT EXISTS (SELECT FROM asked AS a WHERE a.line_id = p.line_id)
)
SELECT
    array_agg(line_id) AS line,
    array_agg(n::bigint) AS n,
    array_agg(order_id) AS "order",
    array_agg(product_id) AS product,
    array_agg(quantity) AS quantity,
    array_agg(coalesce(supply_id, 0)) AS supply,
    array_agg(CASE kind WHEN 'stock' THEN 1 WHEN 'purchase' THEN 2 WHEN 'transfer' THEN 3
        WHEN 'planned' THEN 4 ELSE 0 END::bigint) AS kind,
    array_agg(coalesce(location_id, 0)) AS location,
    array_agg(coalesce(spread_days, 0)::bigint) AS spread,
    array_agg(coalesce(available_on - DATE '2000-01-01', -2147483648)::bigint) AS available_on,
    array_agg(coalesce(promised_on - DATE '2000-01-01', -2147483648)::bigint) AS told,
    array_agg(coalesce(requested_on - DATE '2000-01-01', -2147483648)::bigint) AS requested_on,
    array_agg(promise_quantile::bigint) AS quantile,
    array_agg((ship = 'complete')::int::bigint) AS complete,
    CASE WHEN bool_or(patient) THEN array_agg(tell_later_days::bigint) END AS later,
    CASE WHEN bool_or(patient) THEN array_agg(tell_earlier_days::bigint) END AS earlier,
    CASE WHEN bool_or(patient) THEN
        array_agg(coalesce(latest_on - DATE '2000-01-01', -2147483648)::bigint)
    END AS latest,
    CASE WHEN bool_or(patient) THEN
        array_agg(coalesce(legal_on - DATE '2000-01-01', -2147483648)::bigint)
    END AS legal
FROM (
    -- The join is in here: a join after the sort may put the rows in any order again.
    SELECT g.*, tell_later_days > 1 OR tell_earlier_days > 1 AS patient, s.kind, s.location_id, s.available_on, s.spread_days
    FROM (SELECT * FROM asked UNION ALL SELECT * FROM beside) AS g
    LEFT JOIN supply AS s ON s.id = g.supply_id
    ORDER BY g.line_id, g.n
) AS pegs
