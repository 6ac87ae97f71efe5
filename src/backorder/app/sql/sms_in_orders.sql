-- sms_in_orders: the orders of customers that wait for goods, and whether they were asked about them.
-- reads: sales_order, peg, supply, notice. writes: nothing.
-- parameters: customers (int8 array).
-- invariant: one row an order, the one asked about last first.
SELECT
    o.id, n.body IS NOT NULL, coalesce(n.body, ''),
    EXISTS (
        SELECT FROM notice AS w
        WHERE
            w.order_id = o.id AND w.event IN ('delay_notice', 'delay_renewed')
            AND w.state IN ('waiting', 'held') AND w.channel <> 'web' AND w.id > n.id
    )
FROM sales_order AS o
LEFT JOIN LATERAL (
    SELECT w.id, w.body
    FROM notice AS w
    WHERE
        w.order_id = o.id AND w.event IN ('delay_notice', 'delay_renewed')
        AND w.state IN ('sent', 'bounced') AND w.channel <> 'web'
    ORDER BY w.id DESC
    LIMIT 1
) AS n ON true
WHERE
    o.customer_id = ANY(%(customers)s::bigint[])
    AND EXISTS (
        SELECT FROM peg AS g
        LEFT JOIN supply AS s ON s.id = g.supply_id
        WHERE g.order_id = o.id AND s.kind IS DISTINCT FROM 'stock'
    )
ORDER BY n.id DESC NULLS LAST, o.id DESC
LIMIT 100
