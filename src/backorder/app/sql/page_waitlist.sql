-- page_waitlist: demand that was not met: who wants to hear of which product.
-- reads: waitlist_entry, product, supply, location. writes: nothing.
-- parameters: limit.
-- invariant: one row a product, the most wanted first.
SELECT
    p.sku, p.name, p.currency, p.discontinued,
    count(*) FILTER (WHERE w.state IN ('waiting', 'offering')) AS people,
    coalesce(sum(w.quantity) FILTER (WHERE w.state IN ('waiting', 'offering')), 0)::bigint AS units,
    coalesce(
        sum(w.quantity * p.unit_price) FILTER (WHERE w.state IN ('waiting', 'offering')), 0
    )::bigint AS value,
    min(w.joined_at) FILTER (WHERE w.state IN ('waiting', 'offering')) AS since,
    count(*) FILTER (WHERE w.told_units > 0) AS told,
    coalesce(
        sum(w.told_units) FILTER (WHERE w.state = 'told' AND w.hold_id IS NOT NULL), 0
    )::bigint AS held,
    coalesce(sum(w.told_units) FILTER (WHERE w.state = 'taken'), 0)::bigint AS taken,
    (
        SELECT coalesce(sum(s.quantity - s.pegged), 0)::bigint
        FROM supply AS s
        JOIN location AS c ON c.id = s.location_id AND c.sellable
        WHERE s.product_id = p.id AND s.kind = 'stock'
    ) AS free
FROM waitlist_entry AS w
JOIN product AS p ON p.id = w.product_id
WHERE w.state IN ('waiting', 'offering', 'told', 'taken') OR w.hold_id IS NOT NULL
GROUP BY p.id
ORDER BY units DESC, people DESC, p.sku
LIMIT %(limit)s::bigint
