-- reckoning_stock: by how much the value of the stock for sale changed on each day.
-- reads: stock_movement, location, product. writes: nothing.
-- parameters: last (the last day at the place concerned).
-- invariant: what lies at places that sell, valued at what a unit of the product costs now; the sum
--   of all days up to one is the value that lay there in its evening.
WITH moved AS (
    SELECT m.product_id, m.quantity, (m.at AT TIME ZONE l.timezone)::date AS day
    FROM stock_movement AS m
    JOIN location AS l ON l.id = m.destination_id
    WHERE l.sellable
    UNION ALL
    SELECT m.product_id, -m.quantity, (m.at AT TIME ZONE l.timezone)::date
    FROM stock_movement AS m
    JOIN location AS l ON l.id = m.origin_id
    WHERE l.sellable
)
SELECT m.day, p.currency, sum(m.quantity::numeric * p.unit_cost)
FROM moved AS m
JOIN product AS p ON p.id = m.product_id
WHERE m.day <= %(last)s::date
GROUP BY m.day, p.currency
ORDER BY m.day, p.currency
