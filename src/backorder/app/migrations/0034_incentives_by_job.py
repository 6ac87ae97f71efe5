"""The rhythm of the job that gives incentives, and an index by which it finds moved promises."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations

SCHEDULE = """
INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at)
VALUES ('incentives', 'incentives', 60, '', '2020-01-01T00:00:00Z');
"""
NO_SCHEDULE = "DELETE FROM job_schedule WHERE name = 'incentives';"


class Migration(migrations.Migration):
    """Add both."""

    dependencies = [("backorder", "0033_swaps_are_swept")]

    operations = [
        migrations.AddIndex(
            model_name="promise", index=BrinIndex(fields=["made_at"], name="promise_by_day")
        ),
        migrations.RunSQL(SCHEDULE, NO_SCHEDULE),
    ]
