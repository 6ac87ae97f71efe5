-- customers_by_ref: customers by the caller's reference.
-- reads: customer. writes: nothing.
-- parameters: customers (refs).
-- invariant: a ref is unique.
SELECT ref, id, customer_class FROM customer WHERE ref = ANY(%(customers)s::text[]) ORDER BY ref
