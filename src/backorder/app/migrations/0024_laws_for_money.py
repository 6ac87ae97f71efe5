"""What models cannot say about money: numbers, tables that only grow, the rhythm of a job."""

from __future__ import annotations

from django.db import migrations

NUMBERS = "CREATE SEQUENCE number_payment; CREATE SEQUENCE number_refund;"
NO_NUMBERS = "DROP SEQUENCE number_payment; DROP SEQUENCE number_refund;"

APPEND_ONLY = ("money_entry", "payment_event")
REFUSE = "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
    for table in APPEND_ONLY
)
ALLOW = "\n".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY)


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself."""

    dependencies = [("backorder", "0024_tables_for_money")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
