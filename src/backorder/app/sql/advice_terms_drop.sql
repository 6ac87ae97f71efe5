-- advice_terms_drop: let the usual terms count for a category again.
-- reads: nothing. writes: advice_terms.
-- parameters: category.
-- invariant: one row, or none where it had no terms of its own.
DELETE FROM advice_terms WHERE category = %(category)s::text
