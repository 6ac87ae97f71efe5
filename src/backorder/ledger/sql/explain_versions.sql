-- explain_versions: all that the customer of an order was ever told.
-- reads: order_line, promise, journal. writes: nothing.
-- parameters: order.
-- invariant: versions of a line have no gap.
SELECT
    r.line_id, r.version, r.quantity, r.promised_on, r.basis, coalesce(r.supply_id, 0),
    r.available_on, r.confidence, r.cause, r.made_at, coalesce(j.verb, ''), coalesce(j.actor, '')
FROM order_line AS l
JOIN promise AS r ON r.line_id = l.id
LEFT JOIN journal AS j ON j.id = r.journal_id
WHERE l.order_id = %(order)s::bigint
ORDER BY r.line_id, r.version, r.part
