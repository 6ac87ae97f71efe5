-- exceptions_list: exceptions, the worst first: value times days.
-- reads: exception_case, product, order_line, supply, peg. writes: nothing.
-- parameters: code, owner, sku (null: any); closed; undated (days that count where there are none);
--   weight, last (the last row before this page); limit.
-- invariant: what is open has units that are open; lines that left since are closed by a sweep.
SELECT
    c.id, c.code, c.sku, c.order_id, c.owner, c.days, c.value, c.currency, c.facts, c.supply,
    c.opened_at, c.closed_at, c.weight::text
FROM (
    SELECT
        e.id, e.code, p.sku, l.order_id, e.owner, e.days, e.value, e.currency, e.facts,
        s.name AS supply, e.opened_at, e.closed_at,
        coalesce(e.value, 0)::numeric * greatest(coalesce(e.days, %(undated)s::int), 1) AS weight
    FROM exception_case AS e
    JOIN product AS p ON p.id = e.product_id
    LEFT JOIN order_line AS l ON l.id = e.line_id
    LEFT JOIN supply AS s ON s.id = e.supply_id
    WHERE (e.closed_at IS NOT NULL) = %(closed)s::bool
        AND (%(code)s::text IS NULL OR e.code = %(code)s::text)
        AND (%(owner)s::text IS NULL OR e.owner = %(owner)s::text)
        AND (%(sku)s::text IS NULL OR p.sku = %(sku)s::text)
        AND (
            e.closed_at IS NOT NULL
            OR e.line_id IS NULL
            OR e.code = 'refund_due' -- of units that are gone
            OR EXISTS (SELECT FROM peg AS g WHERE g.line_id = e.line_id)
        )
) AS c
WHERE c.weight < %(weight)s::numeric OR (c.weight = %(weight)s::numeric AND c.id > %(last)s::bigint)
ORDER BY c.weight DESC, c.id
LIMIT %(limit)s::bigint
