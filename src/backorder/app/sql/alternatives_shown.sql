-- alternatives_shown: count alternatives as shown, or offered in a message, on a day.
-- reads: product. writes: alternative_shown.
-- parameters: columns as arrays: sku, substitute, times, offers; day.
-- invariant: rows are written in the order of their key, so that two at once do not block each other.
INSERT INTO alternative_shown (product_id, substitute_id, day, shown, offered)
SELECT p.id, a.id, %(day)s::date, sum(s.times), sum(s.offers)
FROM unnest(%(sku)s::text[], %(substitute)s::text[], %(times)s::bigint[], %(offers)s::bigint[])
    AS s (sku, substitute, times, offers)
JOIN product AS p ON p.sku = s.sku
JOIN product AS a ON a.sku = s.substitute AND a.id <> p.id
GROUP BY p.id, a.id
ORDER BY p.id, a.id -- unique: grouped by both
ON CONFLICT (product_id, substitute_id, day) DO UPDATE
SET shown = alternative_shown.shown + excluded.shown,
    offered = alternative_shown.offered + excluded.offered
