"""The statements of 0016_purchase_life that models cannot say: guards, views, a schedule."""

from __future__ import annotations

SCHEDULE = (
    "INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at) VALUES "
    "('post', 'post', 30, '', '2020-01-01T00:00:00Z');"
)
APPROVED = "UPDATE purchase_order SET approved_at = at, approved_by = journal_id;"

APPEND_ONLY = ("purchase_sending", "supplier_message", "supplier_message_line")
REFUSE = "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
    for table in APPEND_ONLY
)
ALLOW = "\n".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY)

OLD_PAPERS = (
    "purchase_order",
    "receipt",
    "shipment",
    "stock_count",
    "adjustment",
    "transfer",
    "sales_return",
)


def papers(*tables: str) -> str:
    """Return the view of all papers with the keys they were written under."""
    return "CREATE OR REPLACE VIEW paper AS " + " UNION ALL ".join(
        f"SELECT '{table}'::text AS kind, id, key, at, journal_id FROM {table}" for table in tables
    )


PAPERS = papers(*OLD_PAPERS, "purchase_sending", "supplier_message")
OLD = papers(*OLD_PAPERS)

# How far a purchase is follows from what is written of it, so it is written nowhere.
STAGE = """
CREATE VIEW purchase_stage AS
SELECT
    o.id,
    CASE
        WHEN made.open = 0 AND made.came = 0 THEN 'cancelled'
        WHEN o.approved_at IS NULL THEN 'draft'
        WHEN made.open = 0 AND made.cancelled > 0 THEN 'closed_short'
        WHEN made.open = 0 THEN 'received'
        WHEN made.came > 0 THEN 'part_received'
        WHEN EXISTS (
            SELECT FROM supplier_message AS m
            WHERE m.purchase_order_id = o.id AND m.kind = 'announcement'
        ) THEN 'in_transit'
        WHEN made.confirmed = made.lines THEN 'acknowledged'
        WHEN EXISTS (
            SELECT FROM supplier_message AS m WHERE m.purchase_order_id = o.id
        ) THEN 'part_acknowledged'
        WHEN EXISTS (
            SELECT FROM purchase_sending AS s WHERE s.purchase_order_id = o.id
        ) THEN 'sent'
        ELSE 'approved'
    END AS stage,
    made.open,
    made.lines - made.confirmed AS unconfirmed
FROM purchase_order AS o
CROSS JOIN LATERAL (
    SELECT
        sum(line.open)::bigint AS open, sum(line.came)::bigint AS came,
        sum(line.cancelled)::bigint AS cancelled,
        count(*) FILTER (WHERE line.open > 0) AS lines,
        count(*) FILTER (WHERE line.open > 0 AND EXISTS (
            SELECT FROM supplier_message_line AS said
            WHERE said.purchase_line_id = line.id AND said.expected_on IS NOT NULL
        )) AS confirmed
    FROM (
        SELECT
            l.id, l.received + l.damaged AS came, l.cancelled,
            greatest(0, l.ordered + l.over - l.received - l.damaged - l.cancelled) AS open
        FROM purchase_line AS l
        WHERE l.purchase_order_id = o.id
    ) AS line
) AS made;
"""
