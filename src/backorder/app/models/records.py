"""What is only ever added: the stock movements and the journal; and the open exceptions."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import F, Q

from . import columns as col

MOVEMENT_KINDS = ("receipt", "shipment", "count", "adjustment", "transfer", "return")


class Journal(models.Model):
    """One verb that was carried out: who, when, what was asked, what came of it.

    ``numbers`` are the ids the verb handed out, so that replaying the journal hands out the same.
    """

    id = models.BigIntegerField(primary_key=True)
    verb = col.code(40)
    key = col.code(200, null=True, blank=True)
    actor = col.code(200)
    at = col.instant()
    input = models.JSONField()
    result = models.JSONField()
    numbers = col.facts()
    written_at = col.written_at()

    class Meta:
        db_table = "journal"
        constraints = [
            models.UniqueConstraint(
                fields=["verb", "key"], condition=Q(key__isnull=False), name="journal_key_once"
            ),
        ]
        indexes = [
            # What changed an order after it was placed names it; the page of an order asks for it.
            GinIndex(
                fields=["input"],
                opclasses=["jsonb_path_ops"],
                condition=Q(verb__in=("cancel", "change_order", "release")),
                name="journal_of_orders",
            ),
            models.Index(fields=["actor", "id"], name="journal_by_actor"),
            models.Index(fields=["verb", "id"], name="journal_by_verb"),
            BrinIndex(fields=["at"], name="journal_by_day"),
        ]


class StockMovement(models.Model):
    """Units of a product from one location to another; never edited, never deleted.

    ``document`` and ``document_line`` name the paper's line of that ``kind``.
    """

    pk = models.CompositePrimaryKey("journal_id", "n")
    journal = col.ref("Journal", enforced=False)
    n = models.IntegerField()
    product = col.ref("Product", index=True)
    origin = col.ref("Location", "origin_id")
    destination = col.ref("Location", "destination_id")
    quantity = col.quantity()
    kind = col.code(12)
    document = models.BigIntegerField()
    document_line = models.IntegerField()
    at = col.instant()

    class Meta:
        db_table = "stock_movement"
        indexes = [
            BrinIndex(fields=["at"], name="stock_movement_by_day"),
            models.Index(
                fields=["kind", "journal", "n"],
                condition=Q(kind__in=("adjustment", "count", "return", "transfer")),
                name="stock_movement_rare",
            ),
        ]
        constraints = [
            *col.positive("stock_movement", "quantity", least=1),
            models.CheckConstraint(
                condition=Q(kind__in=MOVEMENT_KINDS), name="stock_movement_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")), name="stock_movement_goes_elsewhere"
            ),
        ]


class ExceptionCase(models.Model):
    """Something a person must see: opened and closed by the verb that caused and cured it.

    ``owner`` is who looks after it; ``days`` and ``value`` (minor units) are how bad it is.
    """

    id = models.BigIntegerField(primary_key=True)
    code = col.code(40)
    product = col.ref("Product")
    line = col.ref("OrderLine", enforced=False, null=True, blank=True)
    supply = col.ref("Supply", enforced=False, null=True, blank=True)
    purchase_order = col.ref("PurchaseOrder", enforced=False, null=True, blank=True)
    owner = col.code(200, blank=True, default="", db_default="")
    days = models.IntegerField(null=True, blank=True)
    value = col.money(null=True, blank=True)
    currency = col.code(3, blank=True, default="", db_default="")
    facts = col.facts()
    opened_at = col.instant()
    opened_by = col.ref("Journal", "opened_by", enforced=False)
    closed_at = col.instant(null=True, blank=True)
    closed_by = col.ref("Journal", "closed_by", enforced=False, null=True, blank=True)

    class Meta:
        db_table = "exception_case"
        constraints = [
            models.UniqueConstraint(
                fields=["line", "code", "product", "purchase_order"],
                condition=Q(closed_at__isnull=True),
                name="exception_case_one_open",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="exception_case_closed_by_someone",
            ),
        ]
