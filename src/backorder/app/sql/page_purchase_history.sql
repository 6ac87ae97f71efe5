-- page_purchase_history: what happened to one purchase order, the last first.
-- reads: receipt, receipt_line, journal. writes: nothing.
-- parameters: purchase_order (id), named (its number), limit.
-- invariant: one row a receipt, and one a change that was asked for with a key.
SELECT kind, at, actor, name, facts FROM (
    SELECT
        'receipt' AS kind, r.at, j.actor, r.id AS name, jsonb_build_object(
            'good', sum(line.good), 'damaged', sum(line.damaged), 'over', sum(line.over)
        ) AS facts, r.journal_id AS id
    FROM receipt AS r
    JOIN receipt_line AS line ON line.receipt_id = r.id
    LEFT JOIN journal AS j ON j.id = r.journal_id
    WHERE r.purchase_order_id = %(purchase_order)s::bigint
    GROUP BY r.id, j.actor
    UNION ALL
    SELECT
        'change', j.at, j.actor, j.id, jsonb_build_object(
            'changes', (
                SELECT jsonb_agg(one) FROM jsonb_array_elements(j.input -> 'changes') AS one
                WHERE one ->> 'purchase_order' = %(named)s::text
            ),
            'repromised', jsonb_array_length(j.result -> 'repromised')
        ), j.id
    FROM journal AS j
    WHERE j.verb = 'change_supply' AND j.key IS NOT NULL
        AND j.input @> jsonb_build_object(
            'changes', jsonb_build_array(jsonb_build_object('purchase_order', %(named)s::text))
        )
) AS happened
ORDER BY at DESC, id DESC
LIMIT %(limit)s::bigint
