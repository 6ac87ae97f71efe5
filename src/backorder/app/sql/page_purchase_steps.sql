-- page_purchase_steps: when one purchase order reached each of its stages, the first time.
-- reads: purchase_order, journal, purchase_sending, supplier_message, receipt. writes: nothing.
-- parameters: purchase_order (id).
-- invariant: at most one row a step, in the order of a purchase's life.
SELECT step, at, who, about FROM (
    SELECT 1 AS n, 'written' AS step, o.at, j.actor AS who, '' AS about
    FROM purchase_order AS o
    LEFT JOIN journal AS j ON j.id = o.journal_id
    WHERE o.id = %(purchase_order)s::bigint
    UNION ALL
    SELECT 2, 'approved', o.approved_at, j.actor, ''
    FROM purchase_order AS o
    LEFT JOIN journal AS j ON j.id = o.approved_by
    WHERE o.id = %(purchase_order)s::bigint AND o.approved_at IS NOT NULL
    UNION ALL
    (SELECT 3, 'sent', s.at, j.actor, s.how
     FROM purchase_sending AS s
     LEFT JOIN journal AS j ON j.id = s.journal_id
     WHERE s.purchase_order_id = %(purchase_order)s::bigint
     ORDER BY s.id LIMIT 1)
    UNION ALL
    (SELECT 4, 'acknowledged', m.at, coalesce(nullif(m.said_by, ''), j.actor), m.how
     FROM supplier_message AS m
     LEFT JOIN journal AS j ON j.id = m.journal_id
     WHERE m.purchase_order_id = %(purchase_order)s::bigint AND m.kind = 'acknowledgement'
     ORDER BY m.id LIMIT 1)
    UNION ALL
    (SELECT 5, 'announced', m.at, coalesce(nullif(m.said_by, ''), j.actor), m.how
     FROM supplier_message AS m
     LEFT JOIN journal AS j ON j.id = m.journal_id
     WHERE m.purchase_order_id = %(purchase_order)s::bigint AND m.kind = 'announcement'
     ORDER BY m.id LIMIT 1)
    UNION ALL
    (SELECT 6, 'received', r.at, j.actor, ''
     FROM receipt AS r
     LEFT JOIN journal AS j ON j.id = r.journal_id
     WHERE r.purchase_order_id = %(purchase_order)s::bigint
     ORDER BY r.id LIMIT 1)
) AS happened
ORDER BY n -- unique: a step has one place
