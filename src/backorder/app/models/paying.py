"""What is asked of payment providers, and what they send by themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col

ASKED = ("capture", "refund", "void", "renew")
STATES = ("waiting", "unknown", "done", "refused")
LIVE = ("waiting", "unknown")


class PaymentRequest(models.Model):
    """Something asked of a provider; its ``key`` goes along, so that asking again is harmless.

    ``unknown``: it was sent, and nobody knows what came of it; it is asked again with its key.
    """

    id = models.BigAutoField(primary_key=True)
    key = col.code(80, unique=True)
    payment = col.ref("Payment", enforced=False)
    refund = col.ref("RefundDue", enforced=False, null=True, blank=True)
    what = col.code(8)
    amount = col.money()
    state = col.code(8)
    attempts = models.IntegerField(default=0, db_default=0)
    next_at = col.instant()
    reference = col.code(200, blank=True, default="", db_default="")
    problem = col.text()
    created_at = col.instant()
    ended_at = col.instant(null=True, blank=True)

    class Meta:
        db_table = "payment_request"
        constraints = [
            models.CheckConstraint(condition=Q(what__in=ASKED), name="payment_request_what"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="payment_request_state"),
            models.UniqueConstraint(
                fields=["payment", "what", "refund"],
                condition=Q(state__in=LIVE),
                name="payment_request_one_live",
                nulls_distinct=False,
            ),
            *col.positive("payment_request", "amount", least=1),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=LIVE), name="payment_request_due"
            ),
        ]


class PaymentMessage(models.Model):
    """What a provider sent: stored first, then applied. Its own id makes it count once."""

    id = models.BigAutoField(primary_key=True)
    message = col.code(200, unique=True)
    body = models.TextField()
    received_at = col.instant()
    applied_at = col.instant(null=True, blank=True)
    problem = col.text()

    class Meta:
        db_table = "payment_message"
        indexes = [
            models.Index(
                fields=["id"], condition=Q(applied_at__isnull=True), name="payment_message_waiting"
            ),
        ]
