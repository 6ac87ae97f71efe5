-- customers_save: write new and changed customers, and tell which were new.
-- reads: nothing. writes: customer.
-- parameters: columns as arrays: ref, name, email, phone, locale, class, attributes.
-- invariant: a ref is unique; ascending ref, so that two batches never wait in a circle.
INSERT INTO customer (
    ref, name, email, phone, locale, customer_class, attributes
)
SELECT
    ref, name, email, phone, locale, customer_class, attributes::jsonb
FROM unnest(
    %(ref)s::text[], %(name)s::text[], %(email)s::text[], %(phone)s::text[], %(locale)s::text[],
    %(class)s::text[], %(attributes)s::text[]
) AS given (
    ref, name, email, phone, locale, customer_class, attributes
)
ORDER BY ref
ON CONFLICT (ref) DO UPDATE SET
    name = excluded.name, email = excluded.email, phone = excluded.phone,
    locale = excluded.locale, customer_class = excluded.customer_class,
    attributes = excluded.attributes
RETURNING xmax = 0
