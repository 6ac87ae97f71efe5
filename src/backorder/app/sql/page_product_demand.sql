-- page_product_demand: units ordered of a product in each of the last weeks.
-- reads: order_line, sales_order. writes: nothing.
-- parameters: product (id); since (instant); weeks.
-- invariant: one row a week that had any, counted from 0.
SELECT
    floor(extract(epoch FROM o.placed_at - %(since)s::timestamptz) / 604800)::integer AS week,
    sum(l.ordered)::bigint, sum(l.backordered_when_placed)::bigint
FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
WHERE l.product_id = %(product)s::bigint
    AND o.placed_at >= %(since)s::timestamptz
    AND o.placed_at < %(since)s::timestamptz + make_interval(weeks => %(weeks)s::integer)
GROUP BY week
ORDER BY week
