-- plan_lines: the lines that were accepted, by day and product, for what is believed of demand.
-- reads: order_line, sales_order. writes: nothing.
-- parameters: since, until (instants).
-- invariant: one row a line that still means something; days count from since. What waits counts
--   when it was asked for, and what was cancelled in the end does not.
SELECT
    extract(epoch FROM o.placed_at - %(since)s::timestamptz)::bigint / 86400, l.product_id,
    l.ordered - l.cancelled
FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
WHERE
    o.placed_at >= %(since)s::timestamptz AND o.placed_at < %(until)s::timestamptz
    AND l.ordered > l.cancelled
ORDER BY 1, l.id
