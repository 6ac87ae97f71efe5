-- reallocation_customers: what segments may ask about some customers.
-- reads: customer. writes: nothing.
-- parameters: customers (int8 array).
-- invariant: none.
SELECT id, ref, customer_class, attributes
FROM customer
WHERE id = ANY(%(customers)s::bigint[])
ORDER BY id
