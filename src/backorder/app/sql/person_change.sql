-- person_change: give a person another role, or another standing.
-- reads: person. writes: person.
-- parameters: id, role, is_active.
-- invariant: an active owner is left; of two changes at once the second sees the first.
WITH owners AS (
    SELECT id
    FROM person
    WHERE role = 'owner' AND is_active
    ORDER BY id
    FOR NO KEY UPDATE
)
UPDATE person SET role = %(role)s, is_active = %(is_active)s
WHERE id = %(id)s
    AND (
        (%(role)s = 'owner' AND %(is_active)s)
        OR EXISTS (SELECT FROM owners WHERE owners.id <> %(id)s)
    )
RETURNING id
