-- list_order_book: accepted orders, each with what is open of it and the last day it was told.
-- reads: sales_order, customer, order_line, peg, supply. writes: nothing.
-- parameters: none.
-- invariant: a value is as large as a bigint at most; one row an order; columns that begin with _ are not shown.
--   Sums are joined by LEFT JOIN, so that they are made for the rows of a page alone.
SELECT
    o.id AS _place, o.currency AS _currency,
    o.id AS "order", o.key, o.placed_at, c.ref AS customer, c.name AS customer_name, o.channel,
    o.ship, l.lines, l.units, l.shipped, g.stock, g.waiting, g.promised_on, g.unknown, l.value,
    o.currency,
    CASE
        WHEN g.waiting > 0 THEN 'waiting'
        WHEN g.stock > 0 THEN 'ready'
        WHEN l.shipped > 0 THEN 'shipped'
        ELSE 'cancelled'
    END AS status
FROM sales_order AS o
LEFT JOIN customer AS c ON c.id = o.customer_id
LEFT JOIN LATERAL (
    SELECT
        count(*) AS lines, coalesce(sum(l.ordered - l.cancelled), 0)::bigint AS units,
        coalesce(sum(l.shipped), 0)::bigint AS shipped,
        least(
            coalesce(sum((l.ordered - l.cancelled)::numeric * l.unit_price), 0), 9223372036854775807
        )::bigint AS value
    FROM order_line AS l
    WHERE l.order_id = o.id
) AS l ON true
LEFT JOIN LATERAL (
    SELECT
        coalesce(sum(g.quantity) FILTER (WHERE s.kind = 'stock'), 0)::bigint AS stock,
        coalesce(sum(g.quantity) FILTER (WHERE s.kind IS DISTINCT FROM 'stock'), 0)::bigint AS waiting,
        coalesce(sum(g.quantity) FILTER (WHERE s.id IS NULL), 0)::bigint AS unknown,
        max(g.promised_on) AS promised_on
    FROM order_line AS i
    JOIN peg AS g ON g.line_id = i.id
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE i.order_id = o.id
) AS g ON true
