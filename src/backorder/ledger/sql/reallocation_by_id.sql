-- reallocation_by_id: what one reallocation left behind, and whether it was undone.
-- reads: reallocation. writes: nothing.
-- parameters: id.
-- invariant: undone once at most.
SELECT marks, undone_at FROM reallocation WHERE id = %(id)s::bigint
