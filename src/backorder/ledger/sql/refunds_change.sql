-- refunds_change: note how far refunds are.
-- reads: nothing. writes: refund_due.
-- parameters: columns as arrays: id, made, state, reference; at.
-- invariant: a refund that is made in full is made, with its instant.
UPDATE refund_due AS r
SET made = c.made,
    state = c.state,
    reference = c.reference,
    made_at = CASE WHEN c.state = 'made' THEN %(at)s::timestamptz END
FROM unnest(
    %(id)s::bigint[], %(made)s::bigint[], %(state)s::text[], %(reference)s::text[]
) AS c (id, made, state, reference)
WHERE r.id = c.id
