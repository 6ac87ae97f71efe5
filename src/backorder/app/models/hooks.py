"""Webhooks out: who is told, what there is to tell, and how each telling went."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from . import columns as col

STATES = ("pending", "delivered", "given_up")


class WebhookEndpoint(models.Model):
    """Where events are sent: ``events`` are their types, ``order.*`` for a family, ``*`` for all.

    While ``old_secret_until`` has not passed, messages are signed with both secrets.
    ``failing_since`` is the first failure after the last success.
    """

    name = col.code(80)
    url = col.code(2000)
    events = ArrayField(col.code(40))
    enabled = models.BooleanField(default=True, db_default=True)
    secret = col.code(100)
    old_secret = col.code(100, blank=True, default="", db_default="")
    old_secret_until = col.instant(null=True, blank=True)
    failing_since = col.instant(null=True, blank=True)
    disabled_at = col.instant(null=True, blank=True)
    disabled_reason = col.code(40, blank=True, default="", db_default="")
    key = col.code(200, null=True, blank=True)
    created_at = col.instant()
    created_by = col.code(200)

    class Meta:
        db_table = "webhook_endpoint"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="webhook_endpoint_name_once"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(key__isnull=False), name="webhook_endpoint_key_once"
            ),
            models.CheckConstraint(
                condition=Q(enabled=True, disabled_at__isnull=True)
                | Q(enabled=False, disabled_at__isnull=False),
                name="webhook_endpoint_disabled_at",
            ),
        ]


class WebhookOutbox(models.Model):
    """A journal entry whose events are to be told: written in the entry's own transaction.

    With an endpoint it is told to that one alone, once more.
    """

    journal = col.ref("Journal", enforced=False)
    endpoint = col.ref("WebhookEndpoint", index=True, null=True, blank=True)

    class Meta:
        db_table = "webhook_outbox"


class WebhookEvent(models.Model):
    """A message: its id is the same for all time and every endpoint, its body the signed bytes."""

    id = col.code(60, primary_key=True)
    type = col.code(40)
    journal = col.ref("Journal", enforced=False, null=True, blank=True)
    at = col.instant(db_index=True)
    body = models.TextField()

    class Meta:
        db_table = "webhook_event"


class WebhookDelivery(models.Model):
    """A message on its way to an endpoint: due at ``next_attempt_at`` while it is pending.

    Who sends it moves that instant on first, so that nobody else does, and a sender that dies
    leaves it due again.
    """

    event = col.ref("WebhookEvent", index=True)
    endpoint = col.ref("WebhookEndpoint")
    state = col.code(10, default="pending", db_default="pending")
    attempts = models.IntegerField(default=0, db_default=0)
    next_attempt_at = col.instant(null=True, blank=True)
    delivered_at = col.instant(null=True, blank=True)
    last_status = models.IntegerField(null=True, blank=True)
    last_error = col.text()
    created_at = col.instant()

    class Meta:
        db_table = "webhook_delivery"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(state="pending", next_attempt_at__isnull=False)
                | Q(state="delivered", delivered_at__isnull=False, next_attempt_at__isnull=True)
                | Q(state="given_up", next_attempt_at__isnull=True),
                name="webhook_delivery_state_fits",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_attempt_at", "id"],
                condition=Q(state="pending"),
                name="webhook_delivery_due",
            ),
        ]


class WebhookAttempt(models.Model):
    """One request that was made: what came back, or why nothing did."""

    delivery = col.ref("WebhookDelivery", index=True)
    at = col.instant()
    ms = models.IntegerField()
    status = models.IntegerField(null=True, blank=True)
    error = col.text()
    answer = col.text()

    class Meta:
        db_table = "webhook_attempt"
