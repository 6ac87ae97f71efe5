-- purchases_approve: drafts count from now on, for the days their lines are ordered for now.
-- reads: nothing. writes: purchase_order, purchase_line.
-- parameters: purchase_orders (ids); line, ordered_for (arrays of one length); journal, at.
-- invariant: the products are locked; a purchase is approved once.
WITH approved AS (
    UPDATE purchase_order
    SET approved_at = %(at)s::timestamptz, approved_by = %(journal)s::bigint
    WHERE id = ANY(%(purchase_orders)s::bigint[])
)
UPDATE purchase_line AS l
SET ordered_for = a.ordered_for
FROM unnest(%(line)s::bigint[], %(ordered_for)s::date[]) AS a (line, ordered_for)
WHERE l.id = a.line
