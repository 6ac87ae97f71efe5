-- checklist: which of the first steps of a new company are done.
-- reads: product, supplier_item, stock_movement, policy, sales_order, person, mfa_authenticator.
-- writes: nothing.
-- parameters: person.
-- invariant: one row; the policy that every database begins with does not count; each part looks at a row or two, however big the company is.
SELECT
    EXISTS (SELECT FROM product) AS products,
    EXISTS (SELECT FROM supplier_item) AS suppliers,
    EXISTS (SELECT FROM stock_movement) AS stock,
    EXISTS (SELECT FROM policy WHERE scope <> 'default' OR mode <> 'allow') AS policies,
    EXISTS (SELECT FROM sales_order) AS orders,
    EXISTS (SELECT FROM person WHERE is_active AND id <> %(person)s) AS people,
    EXISTS (
        SELECT FROM mfa_authenticator
        WHERE user_id = %(person)s AND type <> 'recovery_codes'
    ) AS two_factor
