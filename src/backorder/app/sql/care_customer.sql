-- care_customer: whom the page of an order speaks to.
-- reads: sales_order, customer. writes: nothing.
-- parameters: order (id).
-- invariant: one row for an order that is there.
SELECT c.id, c.ref, c.name, c.locale
FROM sales_order AS o
LEFT JOIN customer AS c ON c.id = o.customer_id
WHERE o.id = %(order)s::bigint
