"""Claims that end by themselves, and what a reallocation found before it moved units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col
from .books import SHIP_POLICIES

HOLD_KINDS = ("quote", "hold")
HOLD_ENDS = ("", "confirmed", "withdrawn")


class Hold(models.Model):
    """A quote or a cart hold: units are claimed until ``expires_at``, by the clock alone.

    Its id is a number of the orders' series and its lines' ids are of the lines' series: confirmed,
    it becomes the order of that number, and its pegs stay as they are.
    """

    id = models.BigIntegerField(primary_key=True)
    key = col.code(200)
    kind = col.code(10)
    channel = col.code(40, blank=True, default="", db_default="")
    customer = col.ref("Customer", null=True, blank=True)
    ship = col.code(20)
    currency = col.code(3)
    destination = col.code(80, blank=True, default="", db_default="")
    wait_until = models.DateField(null=True, blank=True)
    made_at = col.instant()
    expires_at = col.instant()
    ended_at = col.instant(null=True, blank=True)
    ended_as = col.code(10, blank=True, default="", db_default="")
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "hold"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="hold_key_once"),
            models.CheckConstraint(condition=Q(kind__in=HOLD_KINDS), name="hold_kind_known"),
            models.CheckConstraint(condition=Q(ship__in=SHIP_POLICIES), name="hold_ship"),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_at__isnull=True)
                | Q(Q(ended_as__in=HOLD_ENDS), ~Q(ended_as=""), ended_at__isnull=False),
                name="hold_ended_somehow",
            ),
        ]


class HoldLine(models.Model):
    """Units of one product on a hold; its pegs name it as their line, its id is its rank."""

    id = models.BigIntegerField(primary_key=True)
    hold = col.ref("Hold", enforced=False)
    line_no = models.IntegerField()
    product = col.ref("Product", enforced=False)
    quantity = col.quantity()
    unit_price = col.money()
    requested_on = models.DateField(null=True, blank=True)
    latest_on = models.DateField(null=True, blank=True)
    legal_on = models.DateField(null=True, blank=True)
    promise_quantile = models.IntegerField(default=80, db_default=80)
    tell_later_days = models.IntegerField(default=1, db_default=1)
    tell_earlier_days = models.IntegerField(default=1, db_default=1)

    class Meta:
        db_table = "hold_line"
        constraints = [
            models.UniqueConstraint(fields=["hold", "line_no"], name="hold_line_once"),
            *col.positive("hold_line", "quantity", least=1),
        ]


class Reallocation(models.Model):
    """Units handed out anew by rules; fingerprints of the pegs ``before`` and ``after``.

    ``marks`` are what the changed lines of each product look like after it, by SKU.
    """

    id = models.BigIntegerField(primary_key=True)
    key = col.code(200, null=True, blank=True)
    name = col.text()
    at = col.instant()
    journal = col.ref("Journal", enforced=False)
    before = col.code(64)
    after = col.code(64)
    marks = col.facts()
    undone_at = col.instant(null=True, blank=True)
    undone_by = col.ref("Journal", "undone_by", enforced=False, null=True, blank=True)

    class Meta:
        db_table = "reallocation"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(key__isnull=False), name="reallocation_key_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="reallocation_undone_by_someone",
            ),
        ]


class ReallocationPeg(models.Model):
    """A peg of a line that a reallocation changed, as it was before."""

    pk = models.CompositePrimaryKey("reallocation_id", "line_id", "n")
    reallocation = col.ref("Reallocation", enforced=False)
    line = col.ref("OrderLine", enforced=False)
    n = models.IntegerField()
    order = col.ref("SalesOrder", enforced=False)
    product = col.ref("Product", enforced=False)
    supply = col.ref("Supply", enforced=False, null=True, blank=True)
    quantity = col.quantity()
    rank = models.BigIntegerField()
    promised_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "reallocation_peg"
        constraints = [*col.positive("reallocation_peg", "quantity", least=1)]
