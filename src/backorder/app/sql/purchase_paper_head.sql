-- purchase_paper_head: whom a purchase order goes to and where the goods are to go.
-- reads: purchase_order, supplier, location, purchase_stage. writes: nothing.
-- parameters: purchase_order (id).
-- invariant: at most one row.
SELECT
    o.id, o.key, coalesce(o.approved_at, o.at) AS ordered_at, v.code AS supplier,
    v.name AS supplier_name, v.email, v.language, l.code AS location, l.name AS location_name,
    g.stage
FROM purchase_order AS o
JOIN supplier AS v ON v.id = o.supplier_id
JOIN location AS l ON l.id = o.location_id
JOIN purchase_stage AS g ON g.id = o.id
WHERE o.id = %(purchase_order)s::bigint
