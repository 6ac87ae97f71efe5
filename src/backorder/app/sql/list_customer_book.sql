-- list_customer_book: customers, each with what is open of their orders.
-- reads: customer, sales_order, order_line, peg, supply. writes: nothing.
-- parameters: none.
-- invariant: one row a customer; waiting are units that are not on a shelf.
SELECT
    c.id AS _place, c.ref AS customer, c.name, c.email, c.phone, c.customer_class AS class,
    o.orders, o.open_orders, o.last_at, w.waiting, w.next_on
FROM customer AS c
CROSS JOIN LATERAL (
    SELECT
        count(*) AS orders, max(o.placed_at) AS last_at,
        count(*) FILTER (
            WHERE EXISTS (
                SELECT FROM order_line AS l
                WHERE l.order_id = o.id AND l.ordered > l.shipped + l.cancelled
            )
        ) AS open_orders
    FROM sales_order AS o
    WHERE o.customer_id = c.id
) AS o
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(g.quantity), 0)::bigint AS waiting, min(g.promised_on) AS next_on
    FROM sales_order AS o
    JOIN order_line AS l ON l.order_id = o.id AND l.ordered > l.shipped + l.cancelled
    JOIN peg AS g ON g.line_id = l.id
    LEFT JOIN supply AS s ON s.id = g.supply_id
    WHERE o.customer_id = c.id AND s.kind IS DISTINCT FROM 'stock'
) AS w
