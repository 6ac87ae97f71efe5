-- export_suppliers: suppliers.
-- reads: supplier. writes: nothing.
-- parameters: none.
-- invariant: one row each, in the order of a unique key; a name that begins with _ is not a column of the file.
SELECT code, name, email, language, acknowledge_days, attributes AS _attributes
FROM supplier
ORDER BY code
