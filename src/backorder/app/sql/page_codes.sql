-- page_codes: what forms offer to choose from: suppliers, and places of ours.
-- reads: supplier, location. writes: nothing.
-- parameters: limit (suppliers).
-- invariant: one row a code; virtual places are not among them.
SELECT kind, code, name FROM (
    (
        SELECT 'supplier' AS kind, v.code, v.name FROM supplier AS v
        ORDER BY v.code LIMIT %(limit)s::bigint
    )
    UNION ALL
    SELECT CASE WHEN l.sellable THEN 'location' ELSE 'damaged' END, l.code, l.name
    FROM location AS l
    WHERE l.sellable OR l.kind = 'damaged'
) AS known
ORDER BY kind, code
