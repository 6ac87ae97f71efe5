-- cause_lines: lines of orders that are to be labelled, each with its last label of an event.
-- reads: order_line, backorder_cause. writes: nothing.
-- parameters: order, line_no, event (arrays of one length).
-- invariant: one row a label, in the order asked for; a line that there is none of has nulls.
SELECT l.id, l.product_id, coalesce(c.version, 0), c.shares, c.parts
FROM unnest(%(order)s::bigint[], %(line_no)s::bigint[], %(event)s::text[])
    WITH ORDINALITY AS a (order_id, line_no, event, n)
LEFT JOIN order_line AS l ON l.order_id = a.order_id AND l.line_no = a.line_no
LEFT JOIN LATERAL (
    SELECT b.version, b.shares, b.parts
    FROM backorder_cause AS b
    WHERE b.line_id = l.id AND b.event = a.event
    ORDER BY b.version DESC
    LIMIT 1
) AS c ON true
ORDER BY a.n
