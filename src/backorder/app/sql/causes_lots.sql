-- causes_lots: what was ordered of some products from suppliers, in pieces of one fate.
-- reads: purchase_line, purchase_order, receipt_line, receipt. writes: nothing.
-- parameters: products (int8 array), never.
-- invariant: one row of arrays: product, due, came, shorted (milliseconds since 1970, or never),
--   units. The pieces of a line sum to what was ordered, less what we took off it again: that was
--   a choice of ours, no short delivery. Units are due at the end of the day they were first ordered
--   for, drafts left out; cancelled ones are known not to come with the last receipt, or then.
WITH line AS (
    SELECT
        l.id, l.product_id, l.ordered, l.received, l.damaged, l.cancelled, l.taken_off, l.over,
        (extract(epoch FROM l.ordered_for + 1) * 1000)::bigint AS due
    FROM purchase_line AS l
    JOIN purchase_order AS p ON p.id = l.purchase_order_id AND p.approved_at IS NOT NULL
    WHERE l.product_id = ANY(%(products)s::bigint[])
),
receipts AS (
    SELECT
        r.purchase_line_id AS id, (extract(epoch FROM p.at) * 1000)::bigint AS at,
        r.good - r.over AS good, r.damaged
    FROM line AS l
    JOIN receipt_line AS r ON r.purchase_line_id = l.id
    JOIN receipt AS p ON p.id = r.receipt_id
),
lot AS (
    SELECT
        l.product_id, l.due, r.at AS came, %(never)s::bigint AS shorted,
        greatest(r.good, 0) AS units
    FROM line AS l
    JOIN receipts AS r ON r.id = l.id
    UNION ALL
    SELECT l.product_id, l.due, %(never)s::bigint, r.at, r.damaged
    FROM line AS l
    JOIN receipts AS r ON r.id = l.id
    UNION ALL
    SELECT
        l.product_id, l.due, %(never)s::bigint,
        coalesce((SELECT max(r.at) FROM receipts AS r WHERE r.id = l.id), l.due),
        l.cancelled - l.taken_off
    FROM line AS l
    UNION ALL
    SELECT
        product_id, due, %(never)s::bigint, %(never)s::bigint,
        ordered - received - damaged - cancelled + over
    FROM line
)
SELECT
    array_agg(product_id) AS product, array_agg(due) AS due, array_agg(came) AS came,
    array_agg(shorted) AS shorted, array_agg(units) AS units
FROM lot
WHERE units > 0
