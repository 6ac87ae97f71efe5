-- reckoning_purchases: how many lines of purchases were ordered in a period.
-- reads: purchase_line, purchase_order, location. writes: nothing.
-- parameters: first, last (days at the place that receives).
-- invariant: drafts are not ordered yet.
SELECT count(*)
FROM purchase_line AS l
JOIN purchase_order AS o ON o.id = l.purchase_order_id
JOIN location AS c ON c.id = o.location_id
WHERE (o.approved_at AT TIME ZONE c.timezone)::date BETWEEN %(first)s::date AND %(last)s::date
