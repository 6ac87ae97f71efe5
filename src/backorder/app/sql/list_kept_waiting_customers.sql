-- list_kept_waiting_customers: customers who waited when it was last worked out, the most units first.
-- reads: waiting_customer, customer. writes: nothing.
-- parameters: none.
-- invariant: the rows of list_waiting_customers as they were then; names are those of now.
SELECT
    w.units AS _place, w.customer_id AS _place2, w.currency AS _currency,
    c.ref AS customer, c.name, c.customer_class AS class, w.units, w.lines, w.orders, w.unknown,
    w.late, w.next_on, w.last_on, w.value, w.currency
FROM waiting_customer AS w
LEFT JOIN customer AS c ON c.id = w.customer_id
