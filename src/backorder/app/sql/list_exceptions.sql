-- list_exceptions: what a person must see, closed ones too.
-- reads: exception_case, order_line, product, supply. writes: nothing.
-- parameters: none.
-- invariant: one row an exception.
SELECT
    e.id AS _place, e.id AS exception, e.code, p.sku, l.order_id AS "order", s.name AS supply,
    e.owner, e.days, e.value, e.currency, e.facts, e.opened_at, e.closed_at,
    e.closed_at IS NULL AS open, e.currency AS _currency
FROM exception_case AS e
JOIN product AS p ON p.id = e.product_id
LEFT JOIN order_line AS l ON l.id = e.line_id
LEFT JOIN supply AS s ON s.id = e.supply_id
