-- notice_preference_find: what a customer chose about notices.
-- reads: notice_preference. writes: nothing.
-- parameters: customer (id).
-- invariant: one row at most.
SELECT channel, language, digest, timezone
FROM notice_preference
WHERE customer_id = %(customer)s::bigint
