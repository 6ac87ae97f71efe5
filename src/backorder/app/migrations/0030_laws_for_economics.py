"""What models cannot say about incentives: numbers, and tables that only grow."""

from __future__ import annotations

from django.db import migrations

NUMBERS = "CREATE SEQUENCE number_incentive;"
NO_NUMBERS = "DROP SEQUENCE number_incentive;"

APPEND_ONLY = ("incentive", "incentive_redemption", "advice_change")
REFUSE = "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
    for table in APPEND_ONLY
)
ALLOW = "\n".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY)


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself."""

    dependencies = [("backorder", "0030_tables_for_economics")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
