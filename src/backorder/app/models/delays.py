"""Delay cases: what was told about a slip, what came back, and what follows from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col

KINDS = ("first", "renewed", "unknown")
SILENCES = ("consent", "cancel")
ANSWERS = ("wait", "cancel", "terminate")
OUTCOMES = ("shipped", "cancelled", "recovered", "declined", "ended", "lapsed")


class DelayCase(models.Model):
    """A line that is late under a rule pack; its number is ``DC-`` and the id.

    ``told_on`` is the day told now, ``notice_to`` that of the last notice, ``agreed_on`` the last
    day that the customer agreed to wait until (``agreed_open``: without a day; ``express``: said
    so). ``sent`` is the last notice that a channel took, ``asked`` whether the last one waits for
    an answer, ``period_until`` the end of an additional period that the customer set.
    """

    id = models.BigIntegerField(primary_key=True)
    line = col.ref("OrderLine", enforced=False)
    order = col.ref("SalesOrder", enforced=False, index=True)
    product = col.ref("Product", enforced=False)
    pack = col.code(20)
    pack_version = models.IntegerField()
    due_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    notices = models.IntegerField()
    sent = models.IntegerField(default=0, db_default=0)
    notice_to = models.DateField(null=True, blank=True)
    silence = col.code(8)
    respond_by = models.DateField(null=True, blank=True)
    asked = models.BooleanField(default=True, db_default=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_open = models.BooleanField(default=False, db_default=False)
    express = models.BooleanField(default=False, db_default=False)
    period_until = models.DateField(null=True, blank=True)
    opened_at = col.instant()
    closed_at = col.instant(null=True, blank=True)
    outcome = col.code(10, blank=True, default="", db_default="")
    refund_by = models.DateField(null=True, blank=True)
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "delay_case"
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(closed_at__isnull=True),
                name="delay_case_one_open_a_line",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False, outcome__in=OUTCOMES, asked=False),
                name="delay_case_closed_with_outcome",
            ),
            models.CheckConstraint(condition=Q(silence__in=SILENCES), name="delay_case_silence"),
            *col.positive("delay_case", "sent"),
            *col.positive("delay_case", "notices", "pack_version", least=1),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(closed_at__isnull=True), name="delay_case_open"
            ),
            models.Index(fields=["line"], name="delay_case_by_line"),
        ]


class DelayNotice(models.Model):
    """A notice of a case, numbered from 1: only ever added; a draft is approved once.

    ``from_on`` and ``to_on`` are the days told before and now, None for unknown.
    """

    pk = models.CompositePrimaryKey("case_id", "n")
    case = col.ref("DelayCase", enforced=False)
    n = models.IntegerField()
    kind = col.code(8)
    quantity = col.quantity()
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    respond_by = models.DateField(null=True, blank=True)
    silence = col.code(8)
    cause = col.code(40)
    draft = models.BooleanField(default=False, db_default=False)
    made_at = col.instant()
    approved_at = col.instant(null=True, blank=True)
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "delay_notice"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="delay_notice_kind"),
            models.CheckConstraint(condition=Q(silence__in=SILENCES), name="delay_notice_silence"),
            *col.positive("delay_notice", "n", "quantity", least=1),
        ]
        indexes = [
            models.Index(fields=["case", "n"], condition=Q(draft=True), name="delay_notice_draft")
        ]


class DelayTold(models.Model):
    """That a channel took a notice, and the text it showed: only ever added."""

    pk = models.CompositePrimaryKey("case_id", "notice", "channel", "recipient")
    case = col.ref("DelayCase", enforced=False)
    notice = models.IntegerField()
    channel = col.code(20)
    recipient = col.code(320)
    shown = col.text()
    at = col.instant()
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "delay_told"


class DelayAnswer(models.Model):
    """What a customer said to a case, with its evidence, and what it came to: only ever added.

    ``shown`` is the text the customer had before them, ``said`` what came back, ``at`` when, over
    which ``channel`` and from which ``sender``; ``until`` a period that the customer set.
    """

    pk = models.CompositePrimaryKey("case_id", "n")
    case = col.ref("DelayCase", enforced=False)
    n = models.IntegerField()
    notice = models.IntegerField()
    answer = col.code(10)
    outcome = col.code(20)
    channel = col.code(20)
    sender = col.code(320, blank=True, default="", db_default="")
    shown = col.text()
    said = col.text()
    until = models.DateField(null=True, blank=True)
    at = col.instant()
    recorded_at = col.instant()
    recorded_by = col.code(200)
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "delay_answer"
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=ANSWERS), name="delay_answer_answer"),
            models.CheckConstraint(
                condition=~Q(answer="wait") | (~Q(shown="") & ~Q(channel="")),
                name="delay_answer_consent_has_evidence",
            ),
            *col.positive("delay_answer", "n", "notice", least=1),
        ]
