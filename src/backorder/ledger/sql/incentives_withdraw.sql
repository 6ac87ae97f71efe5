-- incentives_withdraw: take back the codes that were given for orders of which units were cancelled.
-- reads: order_line, product, incentive, incentive_rule, customer. writes: incentive_redemption.
-- parameters: lines (of which units were cancelled), noted (the incentives that a first run found;
--   null where this is the first), at, today, by, journal.
-- invariant: an incentive has one end: what is used meanwhile waits here, and is not withdrawn.
WITH cut AS (
    SELECT DISTINCT l.order_id, p.category
    FROM order_line AS l
    JOIN product AS p ON p.id = l.product_id
    WHERE l.id = ANY(%(lines)s::bigint[])
),
meant AS (
    SELECT i.id, i.order_id, c.ref, i.code, i.amount, i.currency
    FROM incentive AS i
    JOIN incentive_rule AS r ON r.id = i.rule_id
    JOIN customer AS c ON c.id = i.customer_id
    WHERE i.order_id IN (SELECT order_id FROM cut)
        AND i.outcome = 'given' AND i.expires_on >= %(today)s::date
        AND (%(noted)s::bigint[] IS NULL OR i.id = ANY(%(noted)s::bigint[]))
        AND EXISTS (
            SELECT FROM cut WHERE cut.order_id = i.order_id AND r.category IN ('', cut.category)
        )
),
ended AS (
    INSERT INTO incentive_redemption (incentive_id, on_order, at, by, journal_id, withdrawn)
    SELECT m.id, '', %(at)s::timestamptz, %(by)s::text, %(journal)s::bigint, true
    FROM meant AS m
    ORDER BY m.id
    ON CONFLICT (incentive_id) DO NOTHING
    RETURNING incentive_id
)
SELECT m.id, m.order_id, m.ref, m.code, m.amount, m.currency
FROM meant AS m
JOIN ended AS e ON e.incentive_id = m.id
ORDER BY m.id
