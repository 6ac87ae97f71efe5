-- list_kept_waiting_suppliers: suppliers that were waited for when it was last worked out.
-- reads: waiting_supplier, supplier. writes: nothing.
-- parameters: none.
-- invariant: the rows of list_waiting_suppliers as they were then; names are those of now.
SELECT
    w.units AS _place, w.supplier_id AS _place2, v.code AS supplier, v.name, w.units, w.ordered,
    w.planned, w.lines, w.orders, w.products, w.late, w.next_on, w.last_on
FROM waiting_supplier AS w
JOIN supplier AS v ON v.id = w.supplier_id
