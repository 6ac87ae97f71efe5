-- messages_save: write what suppliers said, with every day they gave.
-- reads: nothing. writes: supplier_message, supplier_message_line.
-- parameters: columns as arrays: m_* messages, l_* their lines (a day before all days: it will never
--   come); kind, journal, at.
-- invariant: a message's key is unique; rows are only added.
WITH messages AS (
    INSERT INTO supplier_message (
        id, key, at, journal_id, purchase_order_id, kind, how, said_by, note, carrier, tracking
    )
    SELECT
        m.id, m.key, %(at)s::timestamptz, %(journal)s::bigint, m.purchase_order, %(kind)s::text,
        m.how, m.said_by, m.note, m.carrier, m.tracking
    FROM unnest(
        %(m_id)s::bigint[], %(m_key)s::text[], %(m_purchase_order)s::bigint[], %(m_how)s::text[],
        %(m_said_by)s::text[], %(m_note)s::text[], %(m_carrier)s::text[], %(m_tracking)s::text[]
    ) AS m (id, key, purchase_order, how, said_by, note, carrier, tracking)
)
INSERT INTO supplier_message_line (
    supplier_message_id, line_no, purchase_line_id, quantity, expected_on
)
SELECT l.message, l.no, l.line, l.quantity, nullif(l.expected_on, '-infinity')
FROM unnest(
    %(l_message)s::bigint[], %(l_no)s::bigint[], %(l_line)s::bigint[], %(l_quantity)s::bigint[],
    %(l_expected_on)s::date[]
) AS l (message, no, line, quantity, expected_on)
