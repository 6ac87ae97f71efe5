-- exceptions_assign: who looks after some open exceptions.
-- reads: nothing. writes: exception_case.
-- parameters: case, owner (arrays of one length).
-- invariant: the products are locked; a closed case keeps its last owner.
UPDATE exception_case AS e
SET owner = a.owner
FROM unnest(%(case)s::bigint[], %(owner)s::text[]) AS a (id, owner)
WHERE e.id = a.id AND e.closed_at IS NULL
RETURNING e.id
