-- suppliers_save: write new and changed suppliers, and tell which were new.
-- reads: nothing. writes: supplier.
-- parameters: columns as arrays: code, name, email, calendar, attributes.
-- invariant: a code is unique; ascending code, so that two batches never wait in a circle.
INSERT INTO supplier (
    code, name, email, calendar, attributes
)
SELECT
    code, name, email, calendar, attributes::jsonb
FROM unnest(
    %(code)s::text[], %(name)s::text[], %(email)s::text[], %(calendar)s::text[],
    %(attributes)s::text[]
) AS given (
    code, name, email, calendar, attributes
)
ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, email = excluded.email, calendar = excluded.calendar,
    attributes = excluded.attributes
RETURNING xmax = 0
