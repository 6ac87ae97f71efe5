"""What runs by itself: schedules that people may change, and what went wrong with the system."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col


class JobSchedule(models.Model):
    """When a task runs: every so many seconds, or at the times of a cron line (UTC).

    ``failures`` counts the runs that failed since the last one that did not.
    """

    name = col.code(40, primary_key=True)
    task = col.code(40)
    every_seconds = models.IntegerField(null=True, blank=True)
    cron = col.code(80, blank=True, default="", db_default="")
    enabled = models.BooleanField(default=True, db_default=True)
    next_run_at = col.instant()
    last_run_at = col.instant(null=True, blank=True)
    last_ended_at = col.instant(null=True, blank=True)
    last_outcome = col.code(10, blank=True, default="", db_default="")
    last_facts = col.facts()
    last_error = col.text()
    failures = models.IntegerField(default=0, db_default=0)
    changed_by = col.code(200, blank=True, default="", db_default="")
    changed_at = col.instant(null=True, blank=True)

    class Meta:
        db_table = "job_schedule"
        constraints = [
            models.CheckConstraint(
                condition=Q(every_seconds__gte=1, cron="")
                | (Q(every_seconds__isnull=True) & ~Q(cron="")),
                name="job_schedule_has_one_rhythm",
            ),
        ]


class Alarm(models.Model):
    """Something wrong with the system, not with the books, that a person must see.

    One is open per code and subject. Who opened it closes it when the cause is gone.
    """

    code = col.code(40)
    subject = col.code(200)
    text = col.text()
    facts = col.facts()
    times = models.IntegerField(default=1, db_default=1)
    opened_at = col.instant()
    seen_at = col.instant()
    closed_at = col.instant(null=True, blank=True)

    class Meta:
        db_table = "alarm"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject"],
                condition=Q(closed_at__isnull=True),
                name="alarm_one_open",
            ),
        ]
