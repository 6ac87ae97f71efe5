-- customers_add: make the customers that orders bring along; a known one is left as it is.
-- reads: nothing. writes: customer.
-- parameters: columns as arrays: ref, name, email, phone, locale, class.
-- invariant: ascending ref, so that two batches never wait for each other in a circle.
INSERT INTO customer (ref, name, email, phone, locale, customer_class)
SELECT ref, name, email, phone, locale, customer_class
FROM unnest(
    %(ref)s::text[], %(name)s::text[], %(email)s::text[], %(phone)s::text[], %(locale)s::text[],
    %(class)s::text[]
) AS c (ref, name, email, phone, locale, customer_class)
ORDER BY ref
ON CONFLICT (ref) DO NOTHING
