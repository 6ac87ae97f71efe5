-- plan_shelves: what customers could have had at once in each week: the most, the least, the last.
-- reads: stock_movement, location, order_line, sales_order. writes: nothing.
-- parameters: products (ids); since (a Monday's first instant), until (as well).
-- invariant: one row for each product and week in which it moved; what moved before is week -1. Units
--   are gone when they are sold, not when they leave; what was cancelled since was never gone.
WITH moved AS (
    SELECT m.product_id, m.quantity, m.at, m.journal_id AS place
    FROM stock_movement AS m
    JOIN location ON location.id = m.destination_id AND location.sellable
    WHERE m.product_id = ANY(%(products)s::bigint[]) AND m.at < %(until)s::timestamptz
    UNION ALL
    SELECT m.product_id, -m.quantity, m.at, m.journal_id
    FROM stock_movement AS m
    JOIN location ON location.id = m.origin_id AND location.sellable
    WHERE m.product_id = ANY(%(products)s::bigint[]) AND m.at < %(until)s::timestamptz
        AND NOT m.kind = 'shipment'
    UNION ALL
    SELECT l.product_id, l.cancelled - l.ordered, o.placed_at, o.journal_id
    FROM order_line AS l
    JOIN sales_order AS o ON o.id = l.order_id
    WHERE l.product_id = ANY(%(products)s::bigint[]) AND o.placed_at < %(until)s::timestamptz
),
entries AS (
    SELECT m.product_id, m.place, min(m.at) AS at, sum(m.quantity) AS quantity
    FROM moved AS m
    GROUP BY m.product_id, m.place
),
summed AS (
    SELECT
        e.product_id, e.place,
        greatest(
            -1, floor(extract(epoch FROM e.at - %(since)s::timestamptz) / 604800)::integer
        ) AS week,
        sum(e.quantity) OVER (
            PARTITION BY e.product_id ORDER BY e.place -- unique: one row an entry of the journal
        ) AS after
    FROM entries AS e
)
SELECT
    product_id, week, max(after)::bigint, min(after)::bigint,
    (array_agg(after ORDER BY place DESC))[1]::bigint -- unique: one row an entry of the journal
FROM summed
GROUP BY product_id, week
ORDER BY product_id, week
