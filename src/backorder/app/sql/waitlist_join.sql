-- waitlist_join: sign somebody up for a product, unless this one is signed up already.
-- reads: customer. writes: waitlist_entry.
-- parameters: product (id), email, quantity, language, now, most (sign-ups that one address may have).
-- invariant: an address stands in a product's queue once; the units asked for last count while it
--   is not confirmed; nothing is returned where it is confirmed already, or has too many sign-ups.
INSERT INTO waitlist_entry AS w (
    product_id, email, customer_id, quantity, language, joined_at, state
)
SELECT
    %(product)s::bigint, %(email)s::text,
    (SELECT min(c.id) FROM customer AS c WHERE lower(c.email) = %(email)s::text),
    %(quantity)s::bigint, %(language)s::text, %(now)s::timestamptz, 'unconfirmed'
WHERE (
    SELECT count(*) FROM waitlist_entry AS o
    WHERE o.email = %(email)s::text AND o.state IN ('unconfirmed', 'waiting', 'offering')
        AND o.product_id <> %(product)s::bigint
) < %(most)s::integer
ON CONFLICT (product_id, email) WHERE state IN ('unconfirmed', 'waiting', 'offering')
DO UPDATE SET quantity = EXCLUDED.quantity, language = EXCLUDED.language
WHERE w.state = 'unconfirmed'
RETURNING w.id
