-- notice_preference_save: keep what a customer chose about notices.
-- reads: customer. writes: notice_preference.
-- parameters: customer (id), channel, language, digest, timezone, now, by.
-- invariant: one row a customer; none for a customer that is not there.
INSERT INTO notice_preference (
    customer_id, channel, language, digest, timezone, changed_at, changed_by
)
SELECT
    c.id, %(channel)s::text, %(language)s::text, %(digest)s::boolean, %(timezone)s::text,
    %(now)s::timestamptz, %(by)s::text
FROM customer AS c
WHERE c.id = %(customer)s::bigint
ON CONFLICT (customer_id) DO UPDATE SET
    channel = excluded.channel, language = excluded.language, digest = excluded.digest,
    timezone = excluded.timezone, changed_at = excluded.changed_at,
    changed_by = excluded.changed_by
RETURNING customer_id
