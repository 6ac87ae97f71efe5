-- exceptions_save: open cases for lines whose date is unknown, bring the open ones up to date, and
-- close the cases of lines that have no unit without a supply any more.
-- reads: peg, order_line, sales_order. writes: exception_case.
-- parameters: lines (reviewed); line, id (cases to open, arrays of one length); at, journal.
-- invariant: a line has an open case exactly while one of its units has no supply; the value of the
--   case is that of these units.
WITH undated AS (
    SELECT
        l.id, l.order_id, l.product_id, sum(p.quantity)::bigint AS units,
        least(sum(p.quantity) * l.unit_price, 9000000000000000000)::bigint AS value
    FROM order_line AS l
    JOIN peg AS p ON p.line_id = l.id AND p.supply_id IS NULL
    WHERE l.id = ANY(%(lines)s::bigint[])
    GROUP BY l.id
),
closed AS (
    UPDATE exception_case AS e
    SET closed_at = %(at)s::timestamptz, closed_by = %(journal)s::bigint
    WHERE e.line_id = ANY(%(lines)s::bigint[])
        AND e.code = 'date_unknown'
        AND e.closed_at IS NULL
        AND NOT EXISTS (SELECT FROM undated AS u WHERE u.id = e.line_id)
),
known AS (
    UPDATE exception_case AS e
    SET value = u.value, facts = jsonb_build_object('units', u.units)
    FROM undated AS u
    WHERE e.line_id = u.id
        AND e.code = 'date_unknown'
        AND e.closed_at IS NULL
        AND (e.value, e.facts) IS DISTINCT FROM (u.value, jsonb_build_object('units', u.units))
)
INSERT INTO exception_case (
    id, code, product_id, line_id, value, currency, facts, opened_at, opened_by
)
SELECT
    c.id, 'date_unknown', u.product_id, u.id, u.value, o.currency,
    jsonb_build_object('units', u.units), %(at)s::timestamptz, %(journal)s::bigint
FROM unnest(%(line)s::bigint[], %(id)s::bigint[]) AS c (line, id)
JOIN undated AS u ON u.id = c.line
JOIN sales_order AS o ON o.id = u.order_id
