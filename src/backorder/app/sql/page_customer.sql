-- page_customer: a customer by reference.
-- reads: customer. writes: nothing.
-- parameters: ref.
-- invariant: at most one row.
SELECT id, ref, name, email, phone, locale, customer_class, attributes
FROM customer
WHERE ref = %(ref)s::text
