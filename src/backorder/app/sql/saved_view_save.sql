-- saved_view_save: keep a view under a name, unless the person has as many as may be kept.
-- reads: saved_view. writes: saved_view.
-- parameters: person, page, name, query, most.
-- invariant: one view a name; the same name again replaces it.
INSERT INTO saved_view (person_id, page, name, query)
SELECT %(person)s, %(page)s::varchar, %(name)s::varchar, %(query)s
WHERE (
    SELECT count(*) FROM saved_view AS v
    WHERE v.person_id = %(person)s AND v.page = %(page)s::varchar AND v.name <> %(name)s::varchar
) < %(most)s
ON CONFLICT (person_id, page, name) DO UPDATE SET query = excluded.query
RETURNING id
