"""What models cannot say about buying: numbers, a log that only grows, the rhythm of the plan."""

from __future__ import annotations

from django.db import migrations

NUMBERS = "CREATE SEQUENCE number_proposal;"
NO_NUMBERS = "DROP SEQUENCE number_proposal;"

REFUSE = (
    "CREATE TRIGGER stock_policy_change_is_append_only "
    "BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_policy_change "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
)
ALLOW = "DROP TRIGGER stock_policy_change_is_append_only ON stock_policy_change;"

# Before the working day of Europe begins, after the nightly checks.
PLAN = (
    "INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at) VALUES "
    "('plan', 'plan', NULL, '20 3 * * *', '2020-01-01T00:00:00Z');"
)
NO_PLAN = "DELETE FROM job_schedule WHERE name = 'plan';"


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself, and the nightly plan."""

    dependencies = [("backorder", "0015_tables_for_buying")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(PLAN, NO_PLAN),
    ]
