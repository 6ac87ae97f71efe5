"""The rhythm of the job that captures, refunds and renews."""

from __future__ import annotations

from django.db import migrations

SCHEDULE = """
INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at)
VALUES ('payments', 'payments', 60, '', '2020-01-01T00:00:00Z');
"""
NO_SCHEDULE = "DELETE FROM job_schedule WHERE name = 'payments';"


class Migration(migrations.Migration):
    """Add the schedule."""

    dependencies = [("backorder", "0031_laws_for_delays")]

    operations = [migrations.RunSQL(SCHEDULE, NO_SCHEDULE)]
