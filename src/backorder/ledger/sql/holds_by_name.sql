-- holds_by_name: quotes and holds by number or by the caller's key.
-- reads: hold. writes: nothing.
-- parameters: ids (int8 array), keys.
-- invariant: a key and a number name at most one hold each. Its end is only certain under the locks
--   of its products; the rest never changes.
SELECT id, key, kind, ship, destination, expires_at, ended_as
FROM hold
WHERE id = ANY(%(ids)s::bigint[]) OR key = ANY(%(keys)s::text[])
ORDER BY id
