-- report_accuracy: how right the books were where stock was counted in a period.
-- reads: stock_count, count_line, count_sheet, count_sheet_line, product, location, stock_movement.
--   writes: nothing.
-- parameters: first, last (days at the home place), by (class, location or month), percent.
-- invariant: one row a group and currency. Of a sheet counts what the books
--   said when it was counted; the count that opens the books of a product at a place is left out.
WITH home AS (
    SELECT timezone
    FROM location
    WHERE sellable
    ORDER BY priority, id
    LIMIT 1
),
found AS (
    SELECT
        coalesce(s.abc, '') AS abc, c.location_id,
        to_char(c.at AT TIME ZONE h.timezone, 'YYYY-MM') AS month, n.product_id,
        coalesce(s.expected, n.expected) AS expected, coalesce(s.counted, n.counted) AS counted
    FROM stock_count AS c
    CROSS JOIN home AS h
    JOIN count_line AS n ON n.stock_count_id = c.id
    LEFT JOIN count_sheet AS t ON t.stock_count_id = c.id
    LEFT JOIN count_sheet_line AS s ON s.sheet_id = t.id AND s.product_id = n.product_id
    WHERE (c.at AT TIME ZONE h.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
        AND EXISTS (
            SELECT
            FROM stock_movement AS m
            WHERE m.product_id = n.product_id AND m.journal_id < c.journal_id
                AND c.location_id IN (m.origin_id, m.destination_id)
        )
)
SELECT
    CASE %(by)s::text WHEN 'class' THEN f.abc WHEN 'location' THEN l.code ELSE f.month END AS part,
    p.currency, count(*),
    count(*) FILTER (
        WHERE abs(f.counted - f.expected) * 100 <= f.expected * %(percent)s::bigint
    ),
    count(*) FILTER (WHERE f.counted = f.expected),
    sum(abs(f.counted - f.expected))::bigint,
    sum((f.counted - f.expected) * coalesce(nullif(p.unit_cost, 0), p.unit_price))::bigint,
    sum(abs(f.counted - f.expected) * coalesce(nullif(p.unit_cost, 0), p.unit_price))::bigint
FROM found AS f
JOIN product AS p ON p.id = f.product_id
JOIN location AS l ON l.id = f.location_id
GROUP BY part, p.currency
ORDER BY part, p.currency
