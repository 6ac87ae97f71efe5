-- incentives_redeem: append that codes were used, and tell which nobody else used meanwhile.
-- reads: nothing. writes: incentive_redemption.
-- parameters: columns as arrays: incentive, on_order; at, by, journal.
-- invariant: an incentive is redeemed once: who comes second waits here, and gets no row.
INSERT INTO incentive_redemption (incentive_id, on_order, at, by, journal_id)
SELECT r.incentive, r.on_order, %(at)s::timestamptz, %(by)s::text, %(journal)s::bigint
FROM unnest(%(incentive)s::bigint[], %(on_order)s::text[]) AS r (incentive, on_order)
ORDER BY r.incentive -- unique: a code stands once in a request
ON CONFLICT (incentive_id) DO NOTHING
RETURNING incentive_id
