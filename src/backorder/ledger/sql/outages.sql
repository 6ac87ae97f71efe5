-- outages: every outage that stands, for the process's memory.
-- reads: supply_outage, supplier. writes: nothing.
-- parameters: none.
-- invariant: who changes an outage holds every product's lock.
SELECT o.supplier_id, coalesce(nullif(v.name, ''), v.code), o.product_id, o.location_id, o.from_on, o.until, o.reason
FROM supply_outage AS o
JOIN supplier AS v ON v.id = o.supplier_id
ORDER BY o.id
