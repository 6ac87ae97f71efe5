"""What becomes of a purchase once it is approved: it is sent, and the supplier answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col
from .documents import Paper

SENT_HOW = ("email", "file", "hand")
MESSAGE_KINDS = ("acknowledgement", "announcement")
SAID_HOW = ("link", "hand", "file")


class PurchaseSending(Paper):
    """A purchase went to its supplier: how, and where to."""

    purchase_order = col.ref("PurchaseOrder", index=True)
    how = col.code(10)
    recipient = col.code(254, blank=True, default="", db_default="")

    class Meta(Paper.Meta):
        db_table = "purchase_sending"
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(condition=Q(how__in=SENT_HOW), name="purchase_sending_how"),
        ]


class SupplierMessage(Paper):
    """Something a supplier said of a purchase: that it comes, or that it is on its way.

    ``said_by`` is whoever said it, as they or we called them; ``carrier`` and ``tracking`` are of
    what was sent off.
    """

    purchase_order = col.ref("PurchaseOrder", index=True)
    kind = col.code(20)
    how = col.code(10)
    said_by = col.code(200, blank=True, default="", db_default="")
    note = col.text()
    carrier = col.code(200, blank=True, default="", db_default="")
    tracking = col.code(200, blank=True, default="", db_default="")

    class Meta(Paper.Meta):
        db_table = "supplier_message"
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=MESSAGE_KINDS), name="supplier_message_kind"
            ),
            models.CheckConstraint(condition=Q(how__in=SAID_HOW), name="supplier_message_how"),
        ]


class SupplierMessageLine(models.Model):
    """So many units of a purchase line on a day, or never: ``expected_on`` is null.

    Every day a supplier ever gave stands here; rows are only ever added.
    """

    pk = models.CompositePrimaryKey("supplier_message_id", "line_no")
    supplier_message = col.ref("SupplierMessage")
    line_no = models.IntegerField()
    purchase_line = col.ref("PurchaseLine", index=True)
    quantity = col.quantity()
    expected_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "supplier_message_line"
        constraints = [*col.positive("supplier_message_line", "quantity", least=1)]


class SupplierLink(models.Model):
    """A link that lets a supplier answer one purchase without signing in; only its hash is kept."""

    hash = col.code(64)
    purchase_order = col.ref("PurchaseOrder", index=True)
    created_at = col.instant()
    created_by = col.code(200)
    expires_at = col.instant()
    revoked_at = col.instant(null=True, blank=True)
    used_at = col.instant(null=True, blank=True)

    class Meta:
        db_table = "supplier_link"
        constraints = [models.UniqueConstraint(fields=["hash"], name="supplier_link_hash_once")]


class PurchaseMail(models.Model):
    """A purchase that is to go to its supplier by e-mail: who asked for it, and how it fares.

    The key is that of the attempt: the e-mail's Message-ID and the sending in the books are named
    by it. Without a next try it was sent, or given up with its ``error``.
    """

    key = col.code(200)
    purchase_order = col.ref("PurchaseOrder", index=True)
    recipient = col.code(254)
    site = col.code(300, blank=True, default="", db_default="")
    asked_at = col.instant()
    asked_by = col.code(200)
    tries = models.IntegerField(default=0, db_default=0)
    next_try_at = col.instant(null=True, blank=True)
    sent_at = col.instant(null=True, blank=True)
    error = col.text()

    class Meta:
        db_table = "purchase_mail"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="purchase_mail_key_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(next_try_at__isnull=True),
                name="purchase_mail_sent_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(next_try_at__isnull=False),
                name="purchase_mail_due",
            ),
        ]
