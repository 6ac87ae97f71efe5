-- notice_customers: where customers are reached, and how they wish to be.
-- reads: customer, notice_preference, notice_suppression. writes: nothing.
-- parameters: customers (int8 array).
-- invariant: one row a customer; blocked are the channels whose address is suppressed; last
-- whether its owner only wanted no more e-mails, which no law heeds.
SELECT
    c.id, c.ref, c.name, c.email, c.phone, c.locale, c.customer_class,
    coalesce(p.channel, ''), coalesce(p.language, ''), coalesce(p.digest, false),
    coalesce(p.timezone, ''),
    ARRAY(
        SELECT s.channel::text FROM notice_suppression AS s
        WHERE (s.channel = 'email' AND s.address = lower(c.email))
            OR (
                s.channel = 'sms' AND s.address = regexp_replace(
                    regexp_replace(c.phone, '[^0-9+]', '', 'g'), '^00', '+'
                )
            )
        ORDER BY s.channel, s.id
    ),
    EXISTS (
        SELECT FROM notice_suppression AS s
        WHERE s.channel = 'email' AND s.address = lower(c.email) AND s.reason = 'unsubscribed'
    )
FROM customer AS c
LEFT JOIN notice_preference AS p ON p.customer_id = c.id
WHERE c.id = ANY(%(customers)s::bigint[])
