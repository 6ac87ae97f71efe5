"""What models cannot say about reallocations: their numbers, and that before-images only grow."""

from __future__ import annotations

from django.db import migrations

NUMBERS = "CREATE SEQUENCE number_reallocation;"
NO_NUMBERS = "DROP SEQUENCE number_reallocation;"

REFUSE = (
    "CREATE TRIGGER reallocation_peg_is_append_only "
    "BEFORE UPDATE OR DELETE OR TRUNCATE ON reallocation_peg "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
)
ALLOW = "DROP TRIGGER reallocation_peg_is_append_only ON reallocation_peg;"


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself."""

    dependencies = [("backorder", "0003_tables_for_promises")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
