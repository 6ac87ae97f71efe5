"""Schedules of the reallocations that run by themselves; nothing runs until somebody makes one."""

from __future__ import annotations

from django.db import migrations

# Name and task, seconds between two runs, or a cron line (UTC).
SCHEDULES = (("reallocate", None, "30 3 * * *"), ("reallocate_on_supply", 60, ""))
ADD = "\n".join(
    "INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at) VALUES "
    f"('{name}', '{name}', {every or 'NULL'}, '{cron}', '2020-01-01T00:00:00Z');"
    for name, every, cron in SCHEDULES
)
DROP = "\n".join(
    f"DELETE FROM job_schedule WHERE name = '{name}';" for name, _every, _cron in SCHEDULES
)


class Migration(migrations.Migration):
    """Add the schedules."""

    dependencies = [("backorder", "0013_list_indexes")]

    operations = [migrations.RunSQL(ADD, DROP)]
