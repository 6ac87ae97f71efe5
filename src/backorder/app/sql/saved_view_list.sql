-- saved_view_list: a person's views of a list, by name.
-- reads: saved_view. writes: nothing.
-- parameters: person, page.
-- invariant: nobody sees another person's views.
SELECT v.id, v.name, v.query
FROM saved_view AS v
WHERE v.person_id = %(person)s AND v.page = %(page)s
ORDER BY v.name, v.id
