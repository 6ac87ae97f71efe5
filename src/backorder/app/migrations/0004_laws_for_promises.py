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

# When a purchase slips, the told day of every peg behind it changes: with room for the new rows on
# the same pages no index has to be written.
ROOM = "ALTER TABLE peg SET (fillfactor = 50);"
NO_ROOM = "ALTER TABLE peg RESET (fillfactor);"


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself."""

    dependencies = [("backorder", "0003_tables_for_promises")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(ROOM, NO_ROOM),
    ]
