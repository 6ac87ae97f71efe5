-- customers_load: customers as they stand, locked until the change is done.
-- reads: customer. writes: nothing (row locks).
-- parameters: ref.
-- invariant: ascending id, as every lock of rows.
SELECT
    ref, name, email, phone, locale, customer_class, attributes
FROM customer
WHERE ref = ANY(%(ref)s::text[])
ORDER BY id
FOR NO KEY UPDATE
