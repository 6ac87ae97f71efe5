-- list_suppliers: who sells to us.
-- reads: supplier. writes: nothing.
-- parameters: none.
-- invariant: one row a supplier.
SELECT v.id AS _place, v.code, v.name, v.email, v.calendar, v.language, v.acknowledge_days,
    v.attributes
FROM supplier AS v
