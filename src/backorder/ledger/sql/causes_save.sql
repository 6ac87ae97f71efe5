-- causes_save: append why units were backordered.
-- reads: order_line, supplier. writes: backorder_cause.
-- parameters: columns as arrays: line, event, version, happened, units, shares, parts, evidence
--   (JSON texts), supplier (code, or empty); journal.
-- invariant: the lines' products are locked, so that versions have no gap.
INSERT INTO backorder_cause (
    line_id, event, version, at, units, value, shares, parts, evidence, supplier_id, journal_id
)
SELECT
    c.line, c.event, c.version, c.happened, c.units, c.units * l.unit_price, c.shares::jsonb,
    c.parts::jsonb, c.evidence::jsonb, s.id, %(journal)s::bigint
FROM unnest(
    %(line)s::bigint[], %(event)s::text[], %(version)s::bigint[], %(happened)s::timestamptz[],
    %(units)s::bigint[], %(shares)s::text[], %(parts)s::text[], %(evidence)s::text[],
    %(supplier)s::text[]
) AS c (line, event, version, happened, units, shares, parts, evidence, supplier)
JOIN order_line AS l ON l.id = c.line
LEFT JOIN supplier AS s ON s.code = c.supplier
