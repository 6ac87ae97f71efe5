-- money_refunds: refunds that are due, or all of them, by their latest day.
-- reads: refund_due, sales_order, customer, order_line, product, payment_request. writes: nothing.
-- parameters: made (whether those that were made count too), order (an id, null for all), limit.
-- invariant: those that are not made first, by their latest day; ends in a unique key.
SELECT
    r.id, r.order_id, c.ref, p.sku, r.units, r.amount, r.amount - r.made, r.currency, r.reason,
    r.refund_by, r.state, r.reference, r.made_at,
    EXISTS (
        SELECT FROM payment_request AS q
        WHERE q.refund_id = r.id AND q.state IN ('waiting', 'unknown')
    )
FROM refund_due AS r
JOIN sales_order AS o ON o.id = r.order_id
LEFT JOIN customer AS c ON c.id = o.customer_id
LEFT JOIN order_line AS l ON l.id = r.line_id
LEFT JOIN product AS p ON p.id = l.product_id
WHERE (r.state <> 'made' OR %(made)s::boolean)
    AND (%(order)s::bigint IS NULL OR r.order_id = %(order)s::bigint)
ORDER BY r.state = 'made', r.refund_by, r.id
LIMIT %(limit)s::bigint
