-- saved_view_forget: drop one of a person's own views.
-- reads: saved_view. writes: saved_view.
-- parameters: person, view.
-- invariant: another person's view stays.
DELETE FROM saved_view WHERE person_id = %(person)s AND id = %(view)s
