-- notice_failures: what failed notices were to say, and to whom.
-- reads: notice. writes: nothing.
-- parameters: notices (int8 array).
-- invariant: one row a notice.
SELECT
    id, key, event, audience, customer_id, recipient, channel, address, order_id, journal_id,
    facts, legal
FROM notice
WHERE id = ANY(%(notices)s::bigint[])
ORDER BY id
