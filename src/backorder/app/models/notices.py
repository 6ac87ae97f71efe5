"""Notices: who is told what, when and on which channel, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col

AUDIENCES = ("customer", "supplier", "staff")
CHANNELS = ("email", "sms", "web")
STATES = ("waiting", "held", "merged", "suppressed", "sent", "failed", "bounced")
SCOPES = ("shop", "class", "category", "product", "customer")


class NoticeOutbox(models.Model):
    """A journal entry that somebody may have to hear of: written in the entry's own transaction."""

    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "notice_outbox"


class Notice(models.Model):
    """One message to one recipient on one channel; ``key`` names it for all time.

    ``told`` is a digest of its facts, so that the same is not told twice. ``due_at`` is when it is
    to go, or to be tried again: who sends it moves that instant on first. ``legal``: a law wants it
    sent, so neither cap nor preference holds it back; ``to_note``: the ledger is still to be told
    that it went. What waits in one ``thread`` goes as one: the rest is ``merged`` into the first.
    """

    key = col.code(300)
    event = col.code(40)
    audience = col.code(10)
    customer = col.ref("Customer", null=True, blank=True)
    supplier = col.ref("Supplier", null=True, blank=True)
    recipient = col.code(300)
    channel = col.code(10)
    address = col.code(300, blank=True, default="", db_default="")
    language = col.code(20, blank=True, default="", db_default="")
    order = col.ref("SalesOrder", null=True, blank=True, enforced=False)
    purchase_order = col.ref("PurchaseOrder", null=True, blank=True, enforced=False)
    journal = col.ref("Journal", null=True, blank=True, enforced=False)
    thread = col.code(100, blank=True, default="", db_default="")
    facts = col.facts()
    told = col.code(64, blank=True, default="", db_default="")
    legal = models.BooleanField(default=False, db_default=False)
    to_note = models.BooleanField(default=False, db_default=False)
    state = col.code(12, default="waiting", db_default="waiting")
    reason = col.code(40, blank=True, default="", db_default="")
    merged_into = col.ref("self", null=True, blank=True)
    due_at = col.instant(null=True, blank=True)
    attempts = models.IntegerField(default=0, db_default=0)
    error = col.text()
    message_id = col.code(200, blank=True, default="", db_default="")
    subject = col.text()
    body = col.text()
    template = col.code(60, blank=True, default="", db_default="")
    created_at = col.instant()
    sent_at = col.instant(null=True, blank=True)

    class Meta:
        db_table = "notice"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="notice_once"),
            models.CheckConstraint(condition=Q(audience__in=AUDIENCES), name="notice_audience"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="notice_channel"),
            models.CheckConstraint(
                condition=Q(state="waiting", due_at__isnull=False, sent_at__isnull=True)
                | Q(state__in=("held", "suppressed", "failed", "merged"), sent_at__isnull=True)
                | Q(state__in=("sent", "bounced"), due_at__isnull=True, sent_at__isnull=False),
                name="notice_state_fits",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
                name="notice_merged_into",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="notice_due"),
            models.Index(
                fields=["recipient", "thread"],
                condition=Q(state="waiting"),
                name="notice_waiting_together",
            ),
            models.Index(fields=["id"], condition=Q(to_note=True), name="notice_to_note"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="notice_within",
            ),
            models.Index(fields=["customer", "id"], name="notice_of_customer"),
            models.Index(fields=["recipient", "sent_at"], name="notice_of_recipient"),
            models.Index(
                fields=["order", "id"], condition=Q(order__isnull=False), name="notice_of_order"
            ),
            models.Index(
                fields=["message_id"], condition=~Q(message_id=""), name="notice_by_message"
            ),
        ]


class NoticeAttempt(models.Model):
    """One try to send a notice: ``outcome`` is sent, again, failed or bounced."""

    notice = col.ref("Notice", index=True)
    at = col.instant()
    outcome = col.code(10)
    answer = col.text()

    class Meta:
        db_table = "notice_attempt"


class NoticeRule(models.Model):
    """Whether an event is told on a channel; of several rules that fit the nearest counts."""

    event = col.code(40)
    channel = col.code(10)
    scope = col.code(10)
    match = col.code(200, blank=True, default="", db_default="")
    on = models.BooleanField()
    changed_at = col.instant()
    changed_by = col.code(200)

    class Meta:
        db_table = "notice_rule"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "channel", "scope", "match"], name="notice_rule_once"
            ),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="notice_rule_scope"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="notice_rule_channel"),
        ]


class NoticePreference(models.Model):
    """How a customer wants to hear: on which channel, in which language, at once or once a day."""

    customer = col.ref("Customer", primary_key=True)
    channel = col.code(10, blank=True, default="", db_default="")
    language = col.code(20, blank=True, default="", db_default="")
    digest = models.BooleanField(default=False, db_default=False)
    timezone = col.code(60, blank=True, default="", db_default="")
    changed_at = col.instant()
    changed_by = col.code(200)

    class Meta:
        db_table = "notice_preference"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=("", "email", "sms", "none")),
                name="notice_preference_channel",
            ),
        ]


class NoticeSuppression(models.Model):
    """An address that nothing is sent to: it bounced, or its owner said stop."""

    channel = col.code(10)
    address = col.code(300)
    reason = col.code(20)
    note = col.text()
    at = col.instant()
    by = col.code(200)

    class Meta:
        db_table = "notice_suppression"
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="notice_suppression_once"),
        ]


class SmsIn(models.Model):
    """A text message that came in: what was understood, and what was done and answered."""

    key = col.code(200)
    at = col.instant()
    sender = col.code(40)
    said = col.text()
    customer = col.ref("Customer", null=True, blank=True)
    meaning = col.code(20)
    order = col.ref("SalesOrder", null=True, blank=True, enforced=False)
    outcome = col.code(40, blank=True, default="", db_default="")
    answer = col.text()

    class Meta:
        db_table = "sms_in"
        constraints = [models.UniqueConstraint(fields=["key"], name="sms_in_once")]
        indexes = [models.Index(fields=["sender", "at"], name="sms_in_of_sender")]
