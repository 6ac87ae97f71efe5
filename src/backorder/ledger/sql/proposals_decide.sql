-- proposals_decide: write what was decided about open proposals, and count what was.
-- reads: purchase_order, purchase_line. writes: proposal.
-- parameters: columns as arrays: a_* approved (with the purchase's key and line), d_* dismissed; at,
--   actor, journal.
-- invariant: only what is still open is decided; the caller refuses where that is less than all.
WITH approved AS (
    UPDATE proposal AS p
    SET
        state = 'approved', decided_at = %(at)s::timestamptz, decided_by = %(actor)s::text,
        changed_at = %(at)s::timestamptz, journal_id = %(journal)s::bigint,
        purchase_line_id = coalesce(l.id, p.purchase_line_id)
    FROM unnest(%(a_id)s::bigint[], %(a_key)s::text[], %(a_line)s::bigint[]) AS a (id, key, line)
    LEFT JOIN purchase_order AS o ON o.key = a.key AND o.journal_id = %(journal)s::bigint
    LEFT JOIN purchase_line AS l ON l.purchase_order_id = o.id AND l.line_no = a.line
    WHERE p.id = a.id AND p.state = 'open'
    RETURNING p.id
),
dismissed AS (
    UPDATE proposal AS p
    SET
        state = 'dismissed', decided_at = %(at)s::timestamptz, decided_by = %(actor)s::text,
        changed_at = %(at)s::timestamptz, journal_id = %(journal)s::bigint,
        dismissed_until = d.until, dismissed_reason = d.reason
    FROM unnest(%(d_id)s::bigint[], %(d_until)s::date[], %(d_reason)s::text[]) AS d (id, until, reason)
    WHERE p.id = d.id AND p.state = 'open'
    RETURNING p.id
)
SELECT (SELECT count(*) FROM approved) + (SELECT count(*) FROM dismissed)
