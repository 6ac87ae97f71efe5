"""What models cannot say about audits: numbers, tables that only grow, the rhythm of two jobs."""

from __future__ import annotations

from django.db import migrations

NUMBERS = "CREATE SEQUENCE number_count_sheet;"
NO_NUMBERS = "DROP SEQUENCE number_count_sheet;"

APPEND_ONLY = ("count_entry", "backorder_cause")
REFUSE = "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
    for table in APPEND_ONLY
)
ALLOW = "\n".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY)

# Sheets lie ready before the working day of Europe begins; causes follow the day's end.
JOBS = (("causes", "45 1 * * *"), ("counts", "30 3 * * 1-5"))
SCHEDULES = "\n".join(
    "INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at) VALUES "
    f"('{name}', '{name}', NULL, '{cron}', '2020-01-01T00:00:00Z');"
    for name, cron in JOBS
)
NO_SCHEDULES = "DELETE FROM job_schedule WHERE name IN ('causes', 'counts');"


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself, and the schedules."""

    dependencies = [("backorder", "0021_tables_for_audits")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(SCHEDULES, NO_SCHEDULES),
    ]
