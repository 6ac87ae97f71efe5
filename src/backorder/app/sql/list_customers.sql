-- list_customers: who buys from us.
-- reads: customer. writes: nothing.
-- parameters: none.
-- invariant: one row a customer.
SELECT
    c.id AS _place,
    c.ref, c.name, c.email, c.phone, c.locale, c.customer_class AS class, c.attributes
FROM customer AS c
