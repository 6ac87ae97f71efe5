-- purchase_lines_split: part lines for which a supplier gave further days.
-- reads: purchase_line. writes: purchase_line.
-- parameters: columns as arrays: id, no (the new lines), line (which each is a part of), quantity.
-- invariant: what a line and its parts were ordered for in all stays the same; the caller takes the
--   units off the line (purchase_lines_add).
INSERT INTO purchase_line (
    id, purchase_order_id, line_no, product_id, ordered, unit_cost, ordered_for, split_from_id
)
SELECT
    part.id, l.purchase_order_id, part.no, l.product_id, part.quantity, l.unit_cost, l.ordered_for,
    l.id
FROM unnest(
    %(id)s::bigint[], %(no)s::bigint[], %(line)s::bigint[], %(quantity)s::bigint[]
) AS part (id, no, line, quantity)
JOIN purchase_line AS l ON l.id = part.line
