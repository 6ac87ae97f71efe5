"""Money: on what terms lines are paid, what a provider said, what is owed back, and the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from . import columns as col

METHODS = ("now", "deposit", "on_shipment")
PAYMENT_KINDS = ("authorisation", "charge")
PAYMENT_STATES = ("open", "failed", "voided", "expired")
EVENTS = ("authorised", "charged", "captured", "failed", "voided", "expired", "refunded")
REFUND_STATES = ("due", "asked", "made")
ACCOUNTS = ("cash", "deposits", "receivable", "revenue", "refunds_payable", "goodwill", "moved")


class PaymentTerm(models.Model):
    """How an order line is paid; a line without terms is paid outside of these books.

    ``due_now`` is what is paid when the order is placed: nothing on shipment, ``percent`` of the
    line as a deposit, all of it otherwise. Minor units of the order's currency.
    """

    line = models.OneToOneField(
        "OrderLine",
        primary_key=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    order = col.ref("SalesOrder", index=True, enforced=False)
    method = col.code(12)
    percent = models.IntegerField()
    due_now = col.money()
    at = col.instant()
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "payment_term"
        constraints = [
            models.CheckConstraint(condition=Q(method__in=METHODS), name="payment_term_method"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="payment_term_percent"
            ),
            *col.positive("payment_term", "due_now"),
        ]


class Payment(models.Model):
    """An authorisation or a charge of a provider; its number is ``PY-`` and the id.

    Of ``amount`` so much is ``captured`` (all of a charge), and ``refunded`` of that.
    """

    id = models.BigIntegerField(primary_key=True)
    order = col.ref("SalesOrder", index=True, enforced=False)
    provider = col.code(40)
    reference = col.code(200)
    kind = col.code(14)
    state = col.code(8)
    amount = col.money()
    captured = col.zero()
    refunded = col.zero()
    currency = col.code(3)
    expires_at = col.instant(null=True, blank=True)
    at = col.instant()
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "payment"
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="payment_key_once"),
            models.CheckConstraint(condition=Q(kind__in=PAYMENT_KINDS), name="payment_kind"),
            models.CheckConstraint(condition=Q(state__in=PAYMENT_STATES), name="payment_state"),
            models.CheckConstraint(
                condition=Q(captured__lte=F("amount")), name="payment_captured_most"
            ),
            models.CheckConstraint(
                condition=Q(refunded__lte=F("captured")), name="payment_refunded_most"
            ),
            *col.positive("payment", "captured", "refunded"),
            *col.positive("payment", "amount", least=1),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(state="open", kind="authorisation"),
                name="payment_expiring",
            ),
        ]


class PaymentEvent(models.Model):
    """What a provider said, once: only ever added."""

    pk = models.CompositePrimaryKey("journal_id", "n")
    journal = col.ref("Journal", enforced=False)
    n = models.IntegerField()
    payment = col.ref("Payment", index=True, enforced=False)
    what = col.code(10)
    provider = col.code(40)
    reference = col.code(200)
    amount = col.money()
    at = col.instant()

    class Meta:
        db_table = "payment_event"
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference", "what"], name="payment_event_key_once"
            ),
            models.CheckConstraint(condition=Q(what__in=EVENTS), name="payment_event_what"),
            *col.positive("payment_event", "amount"),
        ]


class RefundDue(models.Model):
    """Money owed back to a customer until ``refund_by``; its number is ``RF-`` and the id.

    For ``units`` of a line that were cancelled or returned, or (without a line) as goodwill.
    ``made`` is what went back so far.
    """

    id = models.BigIntegerField(primary_key=True)
    order = col.ref("SalesOrder", index=True, enforced=False)
    line = col.ref("OrderLine", index=True, enforced=False, null=True, blank=True)
    units = col.quantity()
    amount = col.money()
    made = col.zero()
    currency = col.code(3)
    reason = col.code(20)
    refund_by = models.DateField()
    state = col.code(6)
    reference = col.code(200, blank=True, default="", db_default="")
    at = col.instant()
    made_at = col.instant(null=True, blank=True)
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "refund_due"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=REFUND_STATES), name="refund_due_state"),
            models.CheckConstraint(condition=Q(made__lte=F("amount")), name="refund_due_made_most"),
            models.CheckConstraint(
                condition=(
                    Q(state="made", made=F("amount"), made_at__isnull=False)
                    | (~Q(state="made") & Q(made__lt=F("amount"), made_at__isnull=True))
                ),
                name="refund_due_made_in_full",
            ),
            *col.positive("refund_due", "units", "made"),
            *col.positive("refund_due", "amount", least=1),
        ]
        indexes = [
            models.Index(
                fields=["refund_by", "id"], condition=~Q(state="made"), name="refund_due_open"
            ),
        ]


class MoneyEntry(models.Model):
    """One side of a posting: what goes to an account (positive) or from it; only ever added.

    The entries of a journal entry sum to nought for each line. Without a ``line`` it is of the
    order as a whole.
    """

    pk = models.CompositePrimaryKey("journal_id", "n")
    journal = col.ref("Journal", enforced=False)
    n = models.IntegerField()
    account = col.code(16)
    order = col.ref("SalesOrder", index=True, enforced=False)
    line = col.ref("OrderLine", enforced=False, null=True, blank=True)
    payment = col.ref("Payment", enforced=False, null=True, blank=True)
    refund = col.ref("RefundDue", enforced=False, null=True, blank=True)
    amount = col.money()
    currency = col.code(3)
    at = col.instant()

    class Meta:
        db_table = "money_entry"
        constraints = [
            models.CheckConstraint(condition=Q(account__in=ACCOUNTS), name="money_entry_account"),
            models.CheckConstraint(condition=~Q(amount=0), name="money_entry_moves_something"),
        ]
