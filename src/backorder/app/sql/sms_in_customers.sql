-- sms_in_customers: whose number it is.
-- reads: customer. writes: nothing.
-- parameters: sender (E.164).
-- invariant: the customer who came first leads.
SELECT id
FROM customer
WHERE
    phone <> ''
    AND regexp_replace(regexp_replace(phone, '[^0-9+]', '', 'g'), '^00', '+') = %(sender)s::text
ORDER BY id
LIMIT 20
