-- exceptions_money: refunds whose latest day is near or over, and authorisations that end before the
-- goods they are for have left.
-- reads: refund_due, payment, peg, order_line. writes: nothing.
-- parameters: products (int8 array), which are locked; until (a day), ends (an instant).
-- invariant: one row per kind and line; what is of a whole order stands by its first line.
SELECT code, product_id, line_id, amount, day, of, many
FROM (
    SELECT
        'refund_due' AS code, l.product_id, l.id AS line_id, sum(r.amount - r.made)::bigint AS amount,
        min(r.refund_by) AS day, min(r.id) AS of, count(*)::int AS many
    FROM refund_due AS r
    JOIN LATERAL (
        SELECT i.id, i.product_id
        FROM order_line AS i
        WHERE i.order_id = r.order_id AND (r.line_id IS NULL OR i.id = r.line_id)
        ORDER BY i.id
        LIMIT 1
    ) AS l ON TRUE
    WHERE r.state <> 'made' AND r.refund_by <= %(until)s::date
    GROUP BY l.product_id, l.id
    UNION ALL
    SELECT
        'authorisation_ends', l.product_id, l.id, sum(p.amount - p.captured)::bigint,
        min((p.expires_at AT TIME ZONE 'UTC')::date), min(p.id), count(*)::int
    FROM payment AS p
    JOIN LATERAL (
        SELECT g.line_id AS id, g.product_id
        FROM peg AS g
        WHERE g.order_id = p.order_id
        ORDER BY g.line_id
        LIMIT 1
    ) AS l ON TRUE
    WHERE p.kind = 'authorisation' AND p.state = 'open' AND p.captured < p.amount
        AND p.expires_at <= %(ends)s::timestamptz
    GROUP BY l.product_id, l.id
) AS found
WHERE product_id = ANY(%(products)s::bigint[])
ORDER BY code, line_id -- unique: one row a kind and line
