"""Notices are looked for every second, reminders written every hour; numbers find customers."""

from __future__ import annotations

from django.db import migrations

SCHEDULES = """
INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at)
VALUES
    ('notices', 'notices', 1, '', '2020-01-01T00:00:00Z'),
    ('remind', 'remind', NULL, '15 * * * *', '2020-01-01T00:00:00Z');
"""
NO_SCHEDULES = "DELETE FROM job_schedule WHERE name IN ('notices', 'remind');"

PHONES = """
CREATE INDEX customer_by_number ON customer (
    (regexp_replace(regexp_replace(phone, '[^0-9+]', '', 'g'), '^00', '+'))
) WHERE phone <> '';
"""
NO_PHONES = "DROP INDEX customer_by_number;"


class Migration(migrations.Migration):
    """Add the schedules and the index."""

    dependencies = [("backorder", "0028_laws_for_wording")]

    operations = [
        migrations.RunSQL(SCHEDULES, NO_SCHEDULES),
        migrations.RunSQL(PHONES, NO_PHONES),
    ]
