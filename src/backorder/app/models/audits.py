"""Counts as documents, and why each backorder came about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import columns as col

SHEET_STATES = ("open", "to_recount", "counted", "to_approve", "posted", "dropped")
LINE_STATES = ("open", "recount", "counted", "differs", "posted", "dropped")
LIVE_LINES = ("open", "recount", "counted", "differs")
CAUSE_EVENTS = ("opened", "closed")


class CountSheet(models.Model):
    """What is to be counted at a place; its number is ``CS-`` and the id.

    A line that differs from the books by more than ``tolerance_percent`` of the expected units and
    more than ``tolerance_value`` (minor units of the product's currency) is counted again.
    """

    id = models.BigIntegerField(primary_key=True)
    location = col.ref("Location")
    state = col.code(12)
    note = col.text()
    tolerance_percent = models.IntegerField()
    tolerance_value = col.money()
    opened_at = col.instant()
    opened_by = col.code(200)
    closed_at = col.instant(null=True, blank=True)
    closed_by = col.code(200, blank=True, default="", db_default="")
    stock_count = col.ref("StockCount", enforced=False, null=True, blank=True)
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "count_sheet"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SHEET_STATES), name="count_sheet_state"),
            models.CheckConstraint(
                condition=Q(state__in=("posted", "dropped"), closed_at__isnull=False)
                | (~Q(state__in=("posted", "dropped")) & Q(closed_at__isnull=True)),
                name="count_sheet_closed_at_its_end",
            ),
            *col.positive("count_sheet", "tolerance_percent", "tolerance_value"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(closed_at__isnull=True), name="count_sheet_live"
            )
        ]


class CountSheetLine(models.Model):
    """One product of a sheet, with its last count.

    ``expected`` is what the books said at the instant of that count; it is shown to nobody who
    counts. A product of a place stands on one live sheet at most.
    """

    pk = models.CompositePrimaryKey("sheet_id", "line_no")
    sheet = col.ref("CountSheet", enforced=False)
    line_no = models.IntegerField()
    product = col.ref("Product")
    location = col.ref("Location")
    abc = col.code(1, blank=True, default="", db_default="")
    reason = col.facts()
    state = col.code(10)
    round = models.IntegerField(default=1, db_default=1)
    counted = models.BigIntegerField(null=True, blank=True)
    expected = models.BigIntegerField(null=True, blank=True)
    counted_at = col.instant(null=True, blank=True)
    counted_by = col.code(200, blank=True, default="", db_default="")

    class Meta:
        db_table = "count_sheet_line"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LINE_STATES), name="count_sheet_line_state"
            ),
            models.UniqueConstraint(fields=["sheet", "product"], name="count_sheet_line_once"),
            models.UniqueConstraint(
                fields=["product", "location"],
                condition=Q(state__in=LIVE_LINES),
                name="count_sheet_line_on_one_live_sheet",
            ),
            *col.positive("count_sheet_line", "counted", "expected"),
            *col.positive("count_sheet_line", "round", least=1),
        ]


class CountEntry(models.Model):
    """What somebody found: only ever added. ``expected`` is what the books said at that instant."""

    pk = models.CompositePrimaryKey("sheet_id", "line_no", "n")
    sheet = col.ref("CountSheet", enforced=False)
    line_no = models.IntegerField()
    n = models.IntegerField()
    round = models.IntegerField()
    counted = col.quantity()
    expected = col.quantity()
    at = col.instant()
    by = col.code(200)
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "count_entry"
        constraints = [*col.positive("count_entry", "counted", "expected")]


class BackorderCause(models.Model):
    """Why units of a line were backordered, when that opened and when it closed (versions added).

    ``shares`` are per mille by cause and sum to 1000, ``parts`` are units by cause and sum to
    ``units``; ``value`` is what these units were sold for, in minor units of the order's currency.
    """

    pk = models.CompositePrimaryKey("line_id", "event", "version")
    line = col.ref("OrderLine", enforced=False)
    event = col.code(6)
    version = models.IntegerField()
    at = col.instant()
    units = col.quantity()
    value = col.money()
    shares = col.facts()
    parts = col.facts()
    evidence = col.facts()
    supplier = col.ref("Supplier", null=True, blank=True)
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "backorder_cause"
        constraints = [
            models.CheckConstraint(condition=Q(event__in=CAUSE_EVENTS), name="backorder_cause_of"),
            *col.positive("backorder_cause", "value"),
            *col.positive("backorder_cause", "version", "units", least=1),
        ]
        indexes = [models.Index(fields=["at", "line"], name="backorder_cause_by_day")]
