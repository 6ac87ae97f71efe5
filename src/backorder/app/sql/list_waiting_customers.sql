-- list_waiting_customers: customers who wait for units, the most units first.
-- reads: peg, supply, order_line, sales_order, customer. writes: nothing.
-- parameters: none.
-- invariant: a value is as large as a bigint at most; one row a customer and currency; orders without a customer are one row without a name.
SELECT
    w.units AS _place, w.customer_id AS _place2, w.currency AS _currency,
    c.ref AS customer, c.name, c.customer_class AS class, w.units, w.lines, w.orders, w.unknown,
    w.late, w.next_on, w.last_on, w.value, w.currency
FROM (
    SELECT
        coalesce(o.customer_id, 0) AS customer_id, o.currency, sum(g.quantity)::bigint AS units,
        count(DISTINCT g.line_id) AS lines, count(DISTINCT g.order_id) AS orders,
        coalesce(sum(g.quantity) FILTER (WHERE g.supply_id IS NULL), 0)::bigint AS unknown,
        count(*) FILTER (WHERE s.available_on > g.promised_on) AS late,
        min(g.promised_on) AS next_on, max(g.promised_on) AS last_on,
        least(sum(g.quantity::numeric * l.unit_price), 9223372036854775807)::bigint AS value
    FROM peg AS g
    JOIN order_line AS l ON l.id = g.line_id
    JOIN sales_order AS o ON o.id = l.order_id
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE s.kind IS DISTINCT FROM 'stock'
    GROUP BY o.customer_id, o.currency
) AS w
LEFT JOIN customer AS c ON c.id = w.customer_id
