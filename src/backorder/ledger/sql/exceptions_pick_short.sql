-- exceptions_pick_short: open cases for lines that lost units already released to pick.
-- reads: order_line, sales_order, exception_case. writes: exception_case.
-- parameters: columns as arrays: id, line, units (lost); at, journal.
-- invariant: one open case a line; a further loss while it is open adds nothing, for whoever looks
--   after it looks at the line.
INSERT INTO exception_case (
    id, code, product_id, line_id, days, value, currency, facts, opened_at, opened_by
)
SELECT
    c.id, 'pick_short', l.product_id, l.id, 0,
    least(c.units::numeric * l.unit_price, 9000000000000000000)::bigint, o.currency,
    jsonb_build_object('units', c.units), %(at)s::timestamptz, %(journal)s::bigint
FROM unnest(%(id)s::bigint[], %(line)s::bigint[], %(units)s::bigint[]) AS c (id, line, units)
JOIN order_line AS l ON l.id = c.line
JOIN sales_order AS o ON o.id = l.order_id
WHERE NOT EXISTS (
    SELECT FROM exception_case AS e
    WHERE e.line_id = c.line AND e.code = 'pick_short' AND e.closed_at IS NULL
)
