-- suppliers_save: write new and changed suppliers, and tell which were new.
-- reads: nothing. writes: supplier.
-- parameters: columns as arrays: code, name, email, attributes.
-- invariant: a code is unique; ascending code, so that two batches never wait in a circle.
INSERT INTO supplier (
    code, name, email, attributes
)
SELECT
    code, name, email, attributes::jsonb
FROM unnest(
    %(code)s::text[], %(name)s::text[], %(email)s::text[], %(attributes)s::text[]
) AS given (
    code, name, email, attributes
)
ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, email = excluded.email, attributes = excluded.attributes
RETURNING xmax = 0
