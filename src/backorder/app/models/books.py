"""The three nouns: order lines, supplies, and the pegs between them; and what was promised."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from . import columns as col

SHIP_POLICIES = ("as_available", "complete")
SUPPLY_KINDS = ("stock", "purchase", "transfer", "planned")


class SalesOrder(models.Model):
    """An accepted order; its number is ``SO-`` and the id. Its status is read from its lines.

    ``wait_until``: the customer chose that nothing leaves before that day.
    """

    id = models.BigIntegerField(primary_key=True)
    key = col.code(200)
    channel = col.code(40, blank=True, default="", db_default="")
    customer = col.ref("Customer", null=True, blank=True, index=True)
    ship = col.code(20)
    currency = col.code(3)
    destination = col.code(80, blank=True, default="", db_default="")
    wait_until = models.DateField(null=True, blank=True)
    placed_at = col.instant()
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "sales_order"
        indexes = [BrinIndex(fields=["placed_at"], name="sales_order_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="sales_order_key_once"),
            models.CheckConstraint(condition=Q(ship__in=SHIP_POLICIES), name="sales_order_ship"),
        ]


class OrderLine(models.Model):
    """Demand: units of one product. ``rank`` is its place in the product's queue, lowest first.

    ``promise_quantile`` is what the policy asked of its dates when it was accepted, in percent;
    ``tell_later_days`` and ``tell_earlier_days`` from which change on the customer is told. A day
    after ``latest_on`` (the customer's) or ``legal_on`` (the law's) is told however small the slip.
    """

    id = models.BigIntegerField(primary_key=True)
    order = col.ref("SalesOrder", enforced=False)
    line_no = models.IntegerField()
    product = col.ref("Product", index=True, enforced=False)
    ordered = col.quantity()
    shipped = col.zero()
    cancelled = col.zero()
    returned = col.zero()
    backordered_when_placed = col.quantity()
    unit_price = col.money()
    requested_on = models.DateField(null=True, blank=True)
    latest_on = models.DateField(null=True, blank=True)
    legal_on = models.DateField(null=True, blank=True)
    promise_quantile = models.IntegerField(default=80, db_default=80)
    tell_later_days = models.IntegerField(default=1, db_default=1)
    tell_earlier_days = models.IntegerField(default=1, db_default=1)
    rank = models.BigIntegerField()

    class Meta:
        db_table = "order_line"
        constraints = [
            models.UniqueConstraint(fields=["order", "line_no"], name="order_line_once"),
            models.CheckConstraint(
                condition=Q(ordered__gte=F("shipped") + F("cancelled")),
                name="order_line_not_beyond_ordered",
            ),
            models.CheckConstraint(
                condition=Q(returned__lte=F("shipped")), name="order_line_returned_was_shipped"
            ),
            *col.positive(
                "order_line", "shipped", "cancelled", "returned", "backordered_when_placed"
            ),
            *col.positive("order_line", "ordered", least=1),
        ]
        indexes = [
            # Given up altogether: few, and otherwise found by reading every line there ever was.
            models.Index(
                fields=["order"], condition=Q(cancelled=F("ordered")), name="order_line_cancelled"
            ),
        ]


class Supply(models.Model):
    """Where units come from: stock at a location, an open purchase, a transfer, or a plan.

    ``quantity`` is what is still to be had, ``pegged`` what of it is given to order lines. A
    suggestion (``planned``) is exactly as large as its pegs; ordered, it becomes a purchase.
    ``spread_days`` is the standard deviation of its day, 0 where nobody knows it.
    """

    id = models.BigIntegerField(primary_key=True)
    product = col.ref("Product")
    location = col.ref("Location")
    kind = col.code(10)
    name = col.code(100)
    quantity = col.quantity()
    pegged = col.zero()
    available_on = models.DateField(null=True, blank=True)
    spread_days = models.IntegerField(default=0, db_default=0)
    supplier = col.ref("Supplier", null=True, blank=True)
    purchase_line = col.ref("PurchaseLine", null=True, blank=True)
    transfer_line = col.ref("TransferLine", null=True, blank=True)

    class Meta:
        db_table = "supply"
        constraints = [
            models.CheckConstraint(
                condition=Q(pegged__gte=0) & Q(pegged__lte=F("quantity")),
                name="supply_not_pegged_beyond_quantity",
            ),
            models.CheckConstraint(condition=Q(kind__in=SUPPLY_KINDS), name="supply_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="planned") | Q(quantity=F("pegged")),
                name="supply_planned_is_what_is_pegged",
            ),
            models.CheckConstraint(
                condition=Q(kind="stock", available_on__isnull=True)
                | Q(~Q(kind="stock"), available_on__isnull=False),
                name="supply_dated_unless_stock",
            ),
            models.CheckConstraint(
                condition=Q(kind="purchase", purchase_line__isnull=False)
                | Q(~Q(kind="purchase"), purchase_line__isnull=True),
                name="supply_purchase_has_line",
            ),
            models.CheckConstraint(
                condition=Q(kind="transfer", transfer_line__isnull=False)
                | Q(~Q(kind="transfer"), transfer_line__isnull=True),
                name="supply_transfer_has_line",
            ),
            *col.positive("supply", "spread_days"),
            models.UniqueConstraint(
                fields=["product", "location"], condition=Q(kind="stock"), name="supply_one_stock"
            ),
            models.UniqueConstraint(fields=["purchase_line"], name="supply_one_per_purchase_line"),
            models.UniqueConstraint(fields=["transfer_line"], name="supply_one_per_transfer_line"),
        ]
        indexes = [
            # Open supplies of a product: the only ones a promise looks at.
            models.Index(fields=["product"], condition=~Q(quantity=0), name="supply_open"),
        ]


class Peg(models.Model):
    """So many units of one supply for one line. No supply means: the date is unknown.

    ``order``, ``product`` and ``rank`` repeat the line's, so that a receipt moves its pegs in rank
    order without reading a line. ``promised_on`` is what the customer was last told. With
    ``expires_at`` the units belong to a hold until then; ``line`` is a hold's line. Units
    ``released`` to pick stay where they are: their rank is far before all others.
    """

    pk = models.CompositePrimaryKey("line_id", "n")
    line = col.ref("OrderLine", enforced=False)
    n = models.IntegerField()
    order = col.ref("SalesOrder", enforced=False)
    product = col.ref("Product", enforced=False)
    supply = col.ref("Supply", enforced=False, null=True, blank=True)
    quantity = col.quantity()
    rank = models.BigIntegerField()
    promised_on = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    released = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "peg"
        constraints = [*col.positive("peg", "quantity", least=1)]
        indexes = [
            models.Index(fields=["supply", "rank", "line", "n"], name="peg_by_rank"),
            models.Index(
                fields=["product", "rank", "line", "n"],
                condition=Q(supply__isnull=True),
                name="peg_unknown",
            ),
            models.Index(
                fields=["product", "expires_at"],
                condition=Q(expires_at__isnull=False),
                name="peg_held",
            ),
        ]


class Promise(models.Model):
    """What the customer was told for one line: versions are only ever added (law 4).

    A version has one part per date. ``supply`` and ``available_on`` are the reason as data: which
    supply stood behind the date, and when it was expected then. ``delivers_on`` is the day the
    customer has it, where the way there is known.
    """

    pk = models.CompositePrimaryKey("line_id", "version", "part")
    line = col.ref("OrderLine", enforced=False)
    version = models.IntegerField()
    part = models.IntegerField()
    quantity = col.quantity()
    promised_on = models.DateField(null=True, blank=True)
    delivers_on = models.DateField(null=True, blank=True)
    basis = col.code(10)
    supply = col.ref("Supply", enforced=False, null=True, blank=True)
    available_on = models.DateField(null=True, blank=True)
    confidence = models.IntegerField()
    cause = col.code(40)
    made_at = col.instant()
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "promise"
        constraints = [
            *col.positive("promise", "quantity", "version", "part", least=1),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=100),
                name="promise_confidence_percent",
            ),
        ]
        indexes = [BrinIndex(fields=["made_at"], name="promise_by_day")]
