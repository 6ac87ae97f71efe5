-- sourcing: every zone's places in the order of its rule, for the process's memory.
-- reads: sourcing_rule. writes: nothing.
-- parameters: none.
-- invariant: small; read once for each change of master data.
SELECT
    zone,
    array_agg(location_id ORDER BY rank) -- unique: a rank stands once in a zone
FROM sourcing_rule
GROUP BY zone
ORDER BY zone -- unique: one row a zone
