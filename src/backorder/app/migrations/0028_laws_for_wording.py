"""What models cannot say about wording: a version of a template that was saved never changes."""

from __future__ import annotations

from django.db import migrations

REFUSE = (
    "CREATE TRIGGER message_template_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON message_template FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
)
ALLOW = "DROP TRIGGER message_template_is_append_only ON message_template;"


class Migration(migrations.Migration):
    """Add the law that is kept by the database itself."""

    dependencies = [("backorder", "0028_tables_for_wording")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
