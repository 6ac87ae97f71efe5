-- exceptions_keep: close cured cases, bring open ones up to date, and open new ones.
-- reads: order_line, sales_order, product. writes: exception_case.
-- parameters: closed (ids); columns as arrays, u_ for open cases and n_ for new ones: id, code,
--   product, line, supply, purchase (0 for none), days, value, facts (JSON texts); at, journal.
-- invariant: the products are locked; no case is in two of the lists.
WITH closed AS (
    UPDATE exception_case
    SET closed_at = %(at)s::timestamptz, closed_by = %(journal)s::bigint
    WHERE id = ANY(%(closed)s::bigint[])
),
known AS (
    UPDATE exception_case AS e
    SET supply_id = nullif(u.supply, 0), days = u.days, value = u.value, facts = u.facts::jsonb
    FROM unnest(
        %(u_id)s::bigint[], %(u_code)s::text[], %(u_product)s::bigint[], %(u_line)s::bigint[],
        %(u_supply)s::bigint[], %(u_purchase)s::bigint[], %(u_days)s::int[], %(u_value)s::bigint[],
        %(u_facts)s::text[]
    ) AS u (id, code, product, line, supply, purchase, days, value, facts)
    WHERE e.id = u.id
)
INSERT INTO exception_case (
    id, code, product_id, line_id, supply_id, purchase_order_id, days, value, currency, facts,
    opened_at, opened_by
)
SELECT
    n.id, n.code, n.product, nullif(n.line, 0), nullif(n.supply, 0), nullif(n.purchase, 0), n.days,
    n.value,
    coalesce(o.currency, p.currency), n.facts::jsonb, %(at)s::timestamptz, %(journal)s::bigint
FROM unnest(
    %(n_id)s::bigint[], %(n_code)s::text[], %(n_product)s::bigint[], %(n_line)s::bigint[],
    %(n_supply)s::bigint[], %(n_purchase)s::bigint[], %(n_days)s::int[], %(n_value)s::bigint[],
    %(n_facts)s::text[]
) AS n (id, code, product, line, supply, purchase, days, value, facts)
JOIN product AS p ON p.id = n.product
LEFT JOIN order_line AS l ON l.id = n.line
LEFT JOIN sales_order AS o ON o.id = l.order_id
