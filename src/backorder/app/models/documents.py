"""The papers behind the movements: purchases, receipts, shipments, counts, transfers, returns.

Every paper carries its caller's key, and the same key never makes a second one.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from . import columns as col


class Paper(models.Model):
    """What every paper has: a number, the caller's key, and the journal entry that wrote it."""

    id = models.BigIntegerField(primary_key=True)
    key = col.code(200)
    at = col.instant()
    journal = col.ref("backorder.Journal", enforced=False)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["key"], name="%(class)s_key_once")]


class PurchaseOrder(Paper):
    """An order to a supplier; its number is ``PO-`` and the id.

    One that nobody approved yet is a draft: no supply stands behind its lines. The view
    ``purchase_stage`` tells how far a purchase is, from what is written of it.
    """

    supplier = col.ref("Supplier", index=True)
    location = col.ref("Location")
    approved_at = col.instant(null=True, blank=True)
    approved_by = col.ref("Journal", "approved_by", enforced=False, null=True, blank=True)

    class Meta(Paper.Meta):
        db_table = "purchase_order"
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="purchase_order_approved_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["supplier", "id"],
                condition=Q(approved_at__isnull=True),
                name="purchase_order_drafts",
            ),
        ]


class PurchaseLine(models.Model):
    """So much of one product on a purchase order.

    ``received`` are good units, ``damaged`` came unusable, ``cancelled`` will not come (of these we
    took ``taken_off`` off ourselves), ``over`` is what came beyond the order. What is still to come
    is its supply's quantity. A part for which the supplier gave another day is a further line,
    ``split_from`` the one it was ordered on.
    """

    id = models.BigIntegerField(primary_key=True)
    purchase_order = col.ref("PurchaseOrder")
    line_no = models.IntegerField()
    product = col.ref("Product", index=True)
    ordered = col.quantity()
    received = col.zero()
    damaged = col.zero()
    cancelled = col.zero()
    taken_off = col.zero()
    over = col.zero()
    unit_cost = col.money()
    ordered_for = models.DateField()
    split_from = col.ref("self", enforced=False, null=True, blank=True)

    class Meta:
        db_table = "purchase_line"
        constraints = [
            models.UniqueConstraint(
                fields=["purchase_order", "line_no"], name="purchase_line_once"
            ),
            models.CheckConstraint(
                condition=Q(ordered__gte=F("received") + F("damaged") + F("cancelled") - F("over")),
                name="purchase_line_not_beyond_ordered",
            ),
            models.CheckConstraint(
                condition=Q(taken_off__lte=F("cancelled")), name="purchase_line_taken_off_most"
            ),
            *col.positive("purchase_line", "received", "damaged", "cancelled", "over", "unit_cost"),
            *col.positive("purchase_line", "taken_off"),
            *col.positive("purchase_line", "ordered", least=1),
        ]


class Receipt(Paper):
    """Goods that came in against a purchase order or a transfer."""

    purchase_order = col.ref("PurchaseOrder", null=True, blank=True, index=True)
    transfer = col.ref("Transfer", null=True, blank=True)
    location = col.ref("Location")

    class Meta(Paper.Meta):
        db_table = "receipt"
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(
                condition=Q(purchase_order__isnull=False, transfer__isnull=True)
                | Q(purchase_order__isnull=True, transfer__isnull=False),
                name="receipt_of_one_thing",
            ),
        ]


class ReceiptLine(models.Model):
    """Good and damaged units of one product on a receipt; ``over`` came beyond what was open."""

    pk = models.CompositePrimaryKey("receipt_id", "line_no")
    receipt = col.ref("Receipt")
    line_no = models.IntegerField()
    purchase_line = col.ref("PurchaseLine", null=True, blank=True, index=True)
    transfer_line = col.ref("TransferLine", null=True, blank=True, index=True)
    product = col.ref("Product")
    good = col.quantity()
    damaged = col.quantity()
    over = col.zero()

    class Meta:
        db_table = "receipt_line"
        constraints = [*col.positive("receipt_line", "good", "damaged", "over")]


class Shipment(Paper):
    """A parcel that left for a customer."""

    order = col.ref("SalesOrder", index=True)

    class Meta(Paper.Meta):
        db_table = "shipment"


class ShipmentLine(models.Model):
    """Units of one order line in a parcel, taken from one location."""

    pk = models.CompositePrimaryKey("shipment_id", "line_no")
    shipment = col.ref("Shipment")
    line_no = models.IntegerField()
    order_line = col.ref("OrderLine", index=True)
    location = col.ref("Location")
    quantity = col.quantity()

    class Meta:
        db_table = "shipment_line"
        constraints = [*col.positive("shipment_line", "quantity", least=1)]


class ShipmentLabel(models.Model):
    """What a parcel's label says; the last version holds, one that says nothing took it off."""

    pk = models.CompositePrimaryKey("shipment_id", "version")
    shipment = col.ref("Shipment")
    version = models.IntegerField()
    carrier = col.code(60, blank=True)
    tracking = col.code(60, blank=True)
    tracking_url = col.code(500, blank=True)
    at = col.instant()
    journal = col.ref("backorder.Journal", enforced=False)

    class Meta:
        db_table = "shipment_label"
        constraints = [*col.positive("shipment_label", "version", least=1)]


class StockCount(Paper):
    """What was found when someone counted a location."""

    location = col.ref("Location")

    class Meta(Paper.Meta):
        db_table = "stock_count"


class CountLine(models.Model):
    """One product of a count: what the books said, and what was there."""

    pk = models.CompositePrimaryKey("stock_count_id", "line_no")
    stock_count = col.ref("StockCount")
    line_no = models.IntegerField()
    product = col.ref("Product")
    expected = col.quantity()
    counted = col.quantity()

    class Meta:
        db_table = "count_line"
        constraints = [*col.positive("count_line", "expected", "counted")]


class Adjustment(Paper):
    """A correction of what is on hand, by how much and why."""

    location = col.ref("Location")
    product = col.ref("Product")
    quantity = col.quantity()
    cause = col.code(40)

    class Meta(Paper.Meta):
        db_table = "adjustment"
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(condition=~Q(quantity=0), name="adjustment_moves_something"),
        ]


class Transfer(Paper):
    """Units on their way between two of our places; its number is ``TR-`` and the id."""

    origin = col.ref("Location", "origin_id")
    destination = col.ref("Location", "destination_id")

    class Meta(Paper.Meta):
        db_table = "transfer"
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(origin=F("destination")), name="transfer_goes_elsewhere"
            ),
        ]


class TransferLine(models.Model):
    """So much of one product on a transfer; what is still on the way is its supply's quantity."""

    id = models.BigIntegerField(primary_key=True)
    transfer = col.ref("Transfer")
    line_no = models.IntegerField()
    product = col.ref("Product")
    sent = col.quantity()
    received = col.zero()
    damaged = col.zero()
    lost = col.zero()

    class Meta:
        db_table = "transfer_line"
        constraints = [
            models.UniqueConstraint(fields=["transfer", "line_no"], name="transfer_line_once"),
            models.CheckConstraint(
                condition=Q(sent__gte=F("received") + F("damaged") + F("lost")),
                name="transfer_line_not_beyond_sent",
            ),
            *col.positive("transfer_line", "received", "damaged", "lost"),
            *col.positive("transfer_line", "sent", least=1),
        ]


class SalesReturn(Paper):
    """Goods that a customer sent back."""

    order = col.ref("SalesOrder", index=True)
    location = col.ref("Location")

    class Meta(Paper.Meta):
        db_table = "sales_return"


class ReturnLine(models.Model):
    """Units of one order line that came back, good or damaged."""

    pk = models.CompositePrimaryKey("sales_return_id", "line_no")
    sales_return = col.ref("SalesReturn")
    line_no = models.IntegerField()
    order_line = col.ref("OrderLine", index=True)
    good = col.quantity()
    damaged = col.quantity()

    class Meta:
        db_table = "return_line"
        constraints = [*col.positive("return_line", "good", "damaged")]
