-- name: append_only_is_guarded
-- invariant: The database itself refuses to change or remove journal entries, promises,
--   movements, before-images, entries of money, what suppliers, customers and payment providers said,
--   and no constraint stands unchecked.
-- law: 12
-- reads: pg_trigger, pg_constraint
-- writes: nothing
-- parameters: none
-- tgtype 58: before each statement of UPDATE, DELETE or TRUNCATE; tgenabled D: switched off.
SELECT t.name AS "table", 'no guard against changes' AS problem
FROM unnest(ARRAY[
    'journal', 'promise', 'stock_movement', 'reallocation_peg', 'purchase_sending',
    'supplier_message', 'supplier_message_line', 'money_entry', 'payment_event', 'incentive',
    'incentive_redemption', 'delay_answer', 'delay_told', 'shipment_label'
]) AS t (name)
WHERE NOT EXISTS (
    SELECT FROM pg_trigger g
    WHERE g.tgrelid = to_regclass(t.name) AND g.tgname = t.name || '_is_append_only'
        AND g.tgtype = 58 AND g.tgenabled IN ('O', 'A')
)
UNION ALL
SELECT c.conrelid::regclass::text, c.conname || ' was never checked'
FROM pg_constraint c
WHERE NOT c.convalidated AND c.connamespace = 'public'::regnamespace
ORDER BY "table", problem -- unique: a constraint's name is unique in its table
