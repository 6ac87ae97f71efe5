-- advice_short: how much of what was asked for was not there when it was asked for, by product; and
--   in how many lines.
-- reads: order_line, sales_order, journal, product. writes: nothing.
-- parameters: since (instant).
-- invariant: one row a product; what an order was refused for counts as asked for and not there, and
--   only the journal knows of it.
WITH asked AS (
    SELECT l.product_id, l.ordered AS units, l.backordered_when_placed AS short
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    WHERE o.placed_at >= %(since)s::timestamptz
    UNION ALL
    SELECT p.id, (f.line ->> 'ordered')::bigint, (f.line ->> 'ordered')::bigint
    FROM journal AS j
    CROSS JOIN LATERAL jsonb_path_query(
        j.result, '$.orders[*] ? (@.status == "refused").lines[*] ? (@.refused != null)'
    ) AS f (line)
    JOIN product AS p ON p.sku = f.line ->> 'sku'
    WHERE j.verb = 'place_orders' AND j.at >= %(since)s::timestamptz
)
SELECT
    product_id, sum(units)::float8, sum(short)::float8, (count(*) FILTER (WHERE short > 0))::float8
FROM asked
GROUP BY product_id
ORDER BY product_id
