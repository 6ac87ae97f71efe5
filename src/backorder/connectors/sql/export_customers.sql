-- export_customers: customers.
-- reads: customer. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT
    ref, name, email, phone, locale, customer_class AS class,
    attributes AS _attributes
FROM customer
ORDER BY ref
