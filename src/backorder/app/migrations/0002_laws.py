"""What models cannot say: numbers, append-only tables, room on hot pages, virtual places."""

from __future__ import annotations

from django.db import migrations

SERIES = (
    "journal",
    "order",
    "line",
    "supply",
    "purchase_order",
    "purchase_line",
    "paper",
    "transfer_line",
    "exception",
)
APPEND_ONLY = ("journal", "promise", "stock_movement")

NUMBERS = "\n".join(f"CREATE SEQUENCE number_{name};" for name in SERIES)
NO_NUMBERS = "\n".join(f"DROP SEQUENCE number_{name};" for name in SERIES)

REFUSE = """
CREATE FUNCTION refuse_edit() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
""" + "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
    for table in APPEND_ONLY
)
ALLOW = (
    "\n".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY)
    + "DROP FUNCTION refuse_edit();"
)

# A supply's pegged quantity changes with every order: leave room for the new row on its page.
ROOM = "ALTER TABLE supply SET (fillfactor = 70); ALTER TABLE order_line SET (fillfactor = 90);"
NO_ROOM = "ALTER TABLE supply RESET (fillfactor); ALTER TABLE order_line RESET (fillfactor);"

# Every paper carries a key; this is where a verb looks whether a key was used before.
PAPER_TABLES = (
    "purchase_order",
    "receipt",
    "shipment",
    "stock_count",
    "adjustment",
    "transfer",
    "sales_return",
)
PAPERS = "CREATE VIEW paper AS " + " UNION ALL ".join(
    f"SELECT '{table}'::text AS kind, id, key, at, journal_id FROM {table}"
    for table in PAPER_TABLES
)

PLACES = """
INSERT INTO location (code, name, kind, sellable) VALUES
    ('SUPPLIER', 'Suppliers', 'supplier', false),
    ('CUSTOMER', 'Customers', 'customer', false),
    ('TRANSIT', 'On the way', 'transit', false),
    ('ADJUSTMENT', 'Adjustments', 'adjustment', false),
    ('SCRAP', 'Scrap', 'scrap', false),
    ('MAIN', 'Main warehouse', 'warehouse', true);
INSERT INTO location (code, name, kind, sellable, site_id)
    SELECT 'MAIN/DAMAGED', 'Damaged at Main warehouse', 'damaged', false, id
    FROM location WHERE code = 'MAIN';
INSERT INTO catalog_state (id, version) VALUES (1, 0);
INSERT INTO policy (scope, match, mode) VALUES ('default', '', 'allow');
"""


FORGET = "DELETE FROM catalog_state; DELETE FROM policy; DELETE FROM location;"


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself."""

    dependencies = [("backorder", "0001_tables")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(ROOM, NO_ROOM),
        migrations.RunSQL(PAPERS, "DROP VIEW paper;"),
        migrations.RunSQL(PLACES, FORGET),
    ]
