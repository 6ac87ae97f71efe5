-- exceptions_products: the next products that a sweep must look at: those with units that wait, those
-- with open cases, the first ones of purchases that are overdue or were sent, and those of orders with
-- late lines, refunds that are near, or authorisations about to end.
-- reads: product, supply, peg, exception_case, purchase_line, purchase_sending, delay_case, refund_due,
--   order_line, payment. writes: nothing.
-- parameters: after (a SKU, null for the first slice), limit, today (some days ago will do no harm),
--   near (a day: refunds and authorisations until then).
-- invariant: what is all on the shelf has nothing that a sweep would find; order by SKU.
SELECT p.sku
FROM product AS p
WHERE (%(after)s::text IS NULL OR p.sku > %(after)s::text)
    AND (
        EXISTS (
            SELECT
            FROM supply AS s
            WHERE s.product_id = p.id AND NOT s.quantity = 0 AND s.kind <> 'stock' AND s.pegged > 0
        )
        OR EXISTS (SELECT FROM peg AS g WHERE g.product_id = p.id AND g.supply_id IS NULL)
        OR EXISTS (
            SELECT FROM exception_case AS e WHERE e.product_id = p.id AND e.closed_at IS NULL
        )
        OR p.id IN (SELECT c.product_id FROM delay_case AS c WHERE c.closed_at IS NULL)
        OR p.id IN (
            SELECT l.product_id
            FROM refund_due AS r
            JOIN order_line AS l ON l.order_id = r.order_id
            WHERE r.state <> 'made' AND r.refund_by <= %(near)s::date
        )
        OR p.id IN (
            SELECT g.product_id
            FROM payment AS m
            JOIN peg AS g ON g.order_id = m.order_id
            WHERE m.kind = 'authorisation' AND m.state = 'open' AND m.captured < m.amount
                AND (m.expires_at AT TIME ZONE 'UTC')::date <= %(near)s::date
        )
        OR p.id IN (
            SELECT first.product_id
            FROM supply AS s
            JOIN purchase_line AS l ON l.id = s.purchase_line_id
            JOIN purchase_line AS first
                ON first.purchase_order_id = l.purchase_order_id AND first.line_no = 1
            WHERE NOT s.quantity = 0 AND s.kind = 'purchase' AND (
                s.available_on < %(today)s::date
                OR EXISTS (
                    SELECT FROM purchase_sending AS t
                    WHERE t.purchase_order_id = l.purchase_order_id
                )
            )
        )
    )
ORDER BY p.sku
LIMIT %(limit)s::bigint
