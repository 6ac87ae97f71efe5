-- notice_suppliers: where suppliers are reached.
-- reads: supplier, notice_suppression. writes: nothing.
-- parameters: suppliers (int8 array).
-- invariant: one row a supplier.
SELECT
    s.id, s.code, s.name, s.email, s.language,
    EXISTS (
        SELECT FROM notice_suppression AS b
        WHERE b.channel = 'email' AND b.address = lower(s.email)
    )
FROM supplier AS s
WHERE s.id = ANY(%(suppliers)s::bigint[])
