"""Schedules of jobs, alarms, and webhooks out with their outbox.

The outbox is filled by the database itself, in the transaction of the journal's row. Its trigger
is on while an endpoint is enabled: nobody else pays for it.
"""

# Django's columns are of any kind.
# ruff: noqa: ANN401

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q

OUTBOX = """
CREATE FUNCTION fill_webhook_outbox() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_catalog AS $$
BEGIN
    INSERT INTO webhook_outbox (journal_id) SELECT id FROM came ORDER BY id;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_is_told AFTER INSERT ON journal REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION fill_webhook_outbox();
ALTER TABLE journal DISABLE TRIGGER journal_is_told;

CREATE FUNCTION switch_webhook_outbox() RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_catalog AS $$
BEGIN
    -- One at a time, until the commit: what is looked at next is what others have committed.
    PERFORM pg_advisory_xact_lock(x'686f6f6b'::int);
    IF EXISTS (SELECT FROM webhook_endpoint WHERE enabled) THEN
        ALTER TABLE journal ENABLE TRIGGER journal_is_told;
    ELSE
        ALTER TABLE journal DISABLE TRIGGER journal_is_told;
    END IF;
END $$;
"""
NO_OUTBOX = """
DROP FUNCTION switch_webhook_outbox();
DROP TRIGGER journal_is_told ON journal;
DROP FUNCTION fill_webhook_outbox();
"""
# Name and task, seconds between two runs, or a cron line (UTC).
SCHEDULES = (
    ("webhooks", 1, ""),
    ("expire", 60, ""),
    ("review", None, "5 * * * *"),
    ("sweep", None, "35 * * * *"),
    ("checks", None, "20 2 * * *"),
    ("prune", None, "50 2 * * *"),
)
FIRST_SCHEDULES = "".join(
    "INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at) VALUES "
    f"('{name}', '{name}', {every or 'NULL'}, '{cron}', '2020-01-01T00:00:00Z');"
    for name, every, cron in SCHEDULES
)


def number() -> Any:
    """Return a number that the server hands out."""
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def word(length: int) -> Any:
    """Return a short text that may be empty."""
    return models.CharField(blank=True, db_default="", default="", max_length=length)


def text() -> Any:
    """Return a text that may be empty."""
    return models.TextField(blank=True, db_default="", default="")


def facts() -> Any:
    """Return a JSON object that is empty at first."""
    return models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)


def maybe(kind: Any, **options: Any) -> Any:
    """Return a column that may be null."""
    return kind(blank=True, null=True, **options)


def ref(to: str, *, index: bool = False, enforced: bool = True, **options: Any) -> Any:
    """Return a reference that never cascades."""
    return models.ForeignKey(
        db_constraint=enforced,
        db_index=index,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=f"backorder.{to}",
        **options,
    )


class Migration(migrations.Migration):
    """Add the tables, the outbox switched off, and the schedules to begin with."""

    dependencies = [("backorder", "0009_saved_views")]

    operations = [
        migrations.CreateModel(
            name="JobSchedule",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("task", models.CharField(max_length=40)),
                ("every_seconds", maybe(models.IntegerField)),
                ("cron", word(80)),
                ("enabled", models.BooleanField(db_default=True, default=True)),
                ("next_run_at", models.DateTimeField()),
                ("last_run_at", maybe(models.DateTimeField)),
                ("last_ended_at", maybe(models.DateTimeField)),
                ("last_outcome", word(10)),
                ("last_facts", facts()),
                ("last_error", text()),
                ("failures", models.IntegerField(db_default=0, default=0)),
                ("changed_by", word(200)),
                ("changed_at", maybe(models.DateTimeField)),
            ],
            options={
                "db_table": "job_schedule",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(every_seconds__gte=1, cron="")
                        | (Q(every_seconds__isnull=True) & ~Q(cron="")),
                        name="job_schedule_has_one_rhythm",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", number()),
                ("code", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=200)),
                ("text", text()),
                ("facts", facts()),
                ("times", models.IntegerField(db_default=1, default=1)),
                ("opened_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("closed_at", maybe(models.DateTimeField)),
            ],
            options={
                "db_table": "alarm",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["code", "subject"],
                        condition=Q(closed_at__isnull=True),
                        name="alarm_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", number()),
                ("name", models.CharField(max_length=80)),
                ("url", models.CharField(max_length=2000)),
                ("events", ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ("enabled", models.BooleanField(db_default=True, default=True)),
                ("secret", models.CharField(max_length=100)),
                ("old_secret", word(100)),
                ("old_secret_until", maybe(models.DateTimeField)),
                ("failing_since", maybe(models.DateTimeField)),
                ("disabled_at", maybe(models.DateTimeField)),
                ("disabled_reason", word(40)),
                ("key", maybe(models.CharField, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "webhook_endpoint",
                "constraints": [
                    models.UniqueConstraint(fields=["name"], name="webhook_endpoint_name_once"),
                    models.UniqueConstraint(
                        fields=["key"],
                        condition=Q(key__isnull=False),
                        name="webhook_endpoint_key_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(enabled=True, disabled_at__isnull=True)
                        | Q(enabled=False, disabled_at__isnull=False),
                        name="webhook_endpoint_disabled_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookOutbox",
            fields=[
                ("id", number()),
                ("journal", ref("journal", enforced=False)),
                ("endpoint", ref("webhookendpoint", index=True, blank=True, null=True)),
            ],
            options={"db_table": "webhook_outbox"},
        ),
        migrations.CreateModel(
            name="WebhookEvent",
            fields=[
                ("id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("type", models.CharField(max_length=40)),
                ("journal", ref("journal", enforced=False, blank=True, null=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("body", models.TextField()),
            ],
            options={"db_table": "webhook_event"},
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", number()),
                ("event", ref("webhookevent", index=True)),
                ("endpoint", ref("webhookendpoint")),
                ("state", models.CharField(db_default="pending", default="pending", max_length=10)),
                ("attempts", models.IntegerField(db_default=0, default=0)),
                ("next_attempt_at", maybe(models.DateTimeField)),
                ("delivered_at", maybe(models.DateTimeField)),
                ("last_status", maybe(models.IntegerField)),
                ("last_error", text()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "webhook_delivery",
                "indexes": [
                    models.Index(
                        fields=["endpoint", "next_attempt_at", "id"],
                        condition=Q(state="pending"),
                        name="webhook_delivery_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["endpoint", "event"], name="webhook_delivery_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(state="pending", next_attempt_at__isnull=False)
                        | Q(
                            state="delivered",
                            delivered_at__isnull=False,
                            next_attempt_at__isnull=True,
                        )
                        | Q(state="given_up", next_attempt_at__isnull=True),
                        name="webhook_delivery_state_fits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                ("id", number()),
                ("delivery", ref("webhookdelivery", index=True)),
                ("at", models.DateTimeField()),
                ("ms", models.IntegerField()),
                ("status", maybe(models.IntegerField)),
                ("error", text()),
                ("answer", text()),
            ],
            options={"db_table": "webhook_attempt"},
        ),
        migrations.RunSQL(OUTBOX, NO_OUTBOX),
        migrations.RunSQL(FIRST_SCHEDULES, migrations.RunSQL.noop),
    ]
