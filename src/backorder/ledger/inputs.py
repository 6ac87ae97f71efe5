"""What the verbs take: the contract's JSON as typed records, checked before anything is touched.

The records of master data are in `catalog_inputs`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from .fields import (
    Currency,
    Dated,
    Input,
    Key,
    LineNo,
    MaybeUnits,
    Money,
    Name,
    Text,
    Units,
    Wait,
    Zone,
)

# Why units are cancelled: kept in the journal and with the refund that is due for them.
CancelReason = Literal[
    "customer", "delay", "discontinued", "fraud", "mistake", "substituted", "other"
]


class CustomerRef(Input):
    """A customer as an order names one; the ref alone is enough for a known customer."""

    ref: Name
    name: Text = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    locale: Annotated[str, Meta(max_length=20)] = ""
    class_: Annotated[str, Meta(max_length=40)] = msgspec.field(default="", name="class")


class NewLine(Dated):
    """A line of a new order; without a price the product's price counts.

    ``latest_on`` is the last day the customer accepts, ``legal_on`` the day by which the law wants
    the goods sent or the customer told.
    """

    sku: Name
    quantity: Units
    unit_price: Money | None = None
    requested_on: date | None = None
    latest_on: date | None = None
    legal_on: date | None = None


class NewOrder(Dated):
    """An order as a channel sends it; with ``wait_until`` nothing leaves before that day."""

    key: Key
    lines: Annotated[list[NewLine], Meta(min_length=1, max_length=10_000)]
    channel: Annotated[str, Meta(max_length=40)] = ""
    customer: CustomerRef | None = None
    ship: Literal["as_available", "complete"] = "as_available"
    currency: Currency | None = None
    destination: Zone = ""
    wait_until: date | None = None


class PlaceOrders(Input):
    """Orders to accept or refuse, each as a whole."""

    orders: Annotated[list[NewOrder], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class AskedLine(Dated):
    """A line of a cart; after ``latest_on`` the customer would not take it."""

    sku: Name
    quantity: Units
    requested_on: date | None = None
    latest_on: date | None = None


class Availability(Dated):
    """A cart to answer for; nothing is claimed.

    ``alone``: each line is answered as if it were the only one, as on a list of products. Without
    ``alternatives`` nothing else is looked for.
    """

    lines: Annotated[list[AskedLine], Meta(min_length=1, max_length=10_000)]
    channel: Annotated[str, Meta(max_length=40)] = ""
    customer_class: Annotated[str, Meta(max_length=40)] = ""
    destination: Zone = ""
    ship: Literal["as_available", "complete"] = "as_available"
    wait_until: date | None = None
    alone: bool = False
    alternatives: bool = True


class CancelLine(Input):
    """Units of one product of an order to cancel; without a quantity all that are open.

    ``line`` is the number of the one line that is meant: a product may stand on several.
    """

    sku: Name
    quantity: Units | None = None
    line: LineNo | None = None


class Cancellation(Dated):
    """What to cancel of one order: all of it, some lines, or only what is backordered.

    ``reason`` says why, ``refund_by`` the last day by which what was paid for it is given back.
    """

    order: Key
    lines: Annotated[list[CancelLine], Meta(min_length=1, max_length=10_000)] | None = None
    only: Literal["backordered"] | None = None
    reason: CancelReason | None = None
    refund_by: date | None = None


class Cancel(Input):
    """Cancellations, all carried out or none."""

    cancellations: Annotated[list[Cancellation], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class ChangeLine(Dated):
    """New facts for an order's line; ``quantity`` is what the line is to be in all."""

    sku: Name
    quantity: Units | None = None
    requested_on: date | UnsetType | None = UNSET


class OrderChange(Dated):
    """New facts for one order; ``wait_until`` null says that nothing is waited for."""

    order: Key
    ship: Literal["as_available", "complete"] | None = None
    wait_until: date | UnsetType | None = UNSET
    lines: list[ChangeLine] = []


class ChangeOrder(Input):
    """Changes of orders, all carried out or none."""

    changes: Annotated[list[OrderChange], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class NewPurchaseLine(Dated):
    """A line of a new purchase order; its own day may differ from the order's.

    ``spread_days``: the standard deviation of its day; without it the supplier item's.
    """

    sku: Name
    quantity: Units
    unit_cost: Money | None = None
    expected_on: date | None = None
    spread_days: Wait | None = None


class NewPurchase(Dated):
    """A purchase order to place."""

    key: Key
    supplier: Name
    lines: Annotated[list[NewPurchaseLine], Meta(min_length=1, max_length=10_000)]
    location: Name | None = None
    expected_on: date | None = None


class Limit(Input):
    """The most that whoever asks may order with one purchase, in minor units of a currency."""

    amount: Money
    currency: Currency


class OrderSupply(Dated):
    """Purchases to place, directly or from suggestions (one purchase per supplier and place).

    With ``draft``, and where a purchase is above the ``limit`` or of another currency than that,
    it is written down and counts for nothing until somebody approves it.
    """

    purchase_orders: Annotated[list[NewPurchase], Meta(max_length=10_000)] = []
    suggestions: Annotated[list[Name], Meta(max_length=100_000)] = []
    expected_on: date | None = None
    draft: bool = False
    limit: Limit | None = None
    key: Key | None = None


class SupplyChange(Dated):
    """A new day or quantity for what is on order, or its end; without a SKU, for all its lines.

    ``line`` is the number of the one line that is meant: a product may stand on several.
    ``spread_days``: how sure the day is, as its standard deviation.
    """

    purchase_order: Name | None = None
    transfer: Name | None = None
    sku: Name | None = None
    line: LineNo | None = None
    expected_on: date | None = None
    spread_days: Wait | None = None
    quantity: MaybeUnits | None = None
    cancel: bool = False


class ChangeSupply(Input):
    """Changes of supplies, all carried out or none.

    No purchase that was approved may grow above the ``limit``; what makes none dearer is free.
    """

    changes: Annotated[list[SupplyChange], Meta(min_length=1, max_length=100_000)]
    limit: Limit | None = None
    key: Key | None = None


class ReceivedLine(Input):
    """Good units of one product, damaged ones on top; ``close`` says the rest will not come."""

    sku: Name
    quantity: MaybeUnits = 0
    damaged: MaybeUnits = 0
    close: bool = False


class NewReceipt(Input):
    """Goods that came in against one purchase order or transfer."""

    key: Key
    lines: Annotated[list[ReceivedLine], Meta(min_length=1, max_length=10_000)]
    purchase_order: Name | None = None
    transfer: Name | None = None
    location: Name | None = None


class Receive(Input):
    """Receipts, all posted or none."""

    receipts: Annotated[list[NewReceipt], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class ShipLine(Input):
    """Units of one product to ship."""

    sku: Name
    quantity: Units


class NewShipment(Input):
    """A parcel: what is allocated of an order, or the named part of it."""

    key: Key
    order: Key
    lines: Annotated[list[ShipLine], Meta(min_length=1, max_length=10_000)] | None = None


class Ship(Input):
    """Shipments, all posted or none."""

    shipments: Annotated[list[NewShipment], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class ReturnLine(Input):
    """Units that came back; damaged ones go where they are not sold."""

    sku: Name
    quantity: Units
    condition: Literal["good", "damaged"] = "good"


class NewReturn(Input):
    """Goods that a customer sent back."""

    key: Key
    order: Key
    lines: Annotated[list[ReturnLine], Meta(min_length=1, max_length=10_000)]
    location: Name | None = None


class Return(Input):
    """Returns, all posted or none."""

    returns: Annotated[list[NewReturn], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class CountedLine(Input):
    """What was found of one product."""

    sku: Name
    quantity: MaybeUnits


class NewCount(Input):
    """A count of some products at one location."""

    key: Key
    location: Name
    lines: Annotated[list[CountedLine], Meta(min_length=1, max_length=1_000_000)]


class Count(Input):
    """Counts, all posted or none."""

    counts: Annotated[list[NewCount], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class NewAdjustment(Input):
    """A correction of what is on hand by a quantity that is not nought."""

    key: Key
    location: Name
    sku: Name
    quantity: Annotated[int, Meta(ge=-(10**9), le=10**9)]
    cause: Annotated[str, Meta(min_length=1, max_length=40)]

    def __post_init__(self) -> None:
        """Refuse a correction by nought."""
        if self.quantity == 0:
            message = "quantity must not be 0"
            raise ValueError(message)


class Adjust(Input):
    """Adjustments, all posted or none."""

    adjustments: Annotated[list[NewAdjustment], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class TransferredLine(Input):
    """Units of one product to send."""

    sku: Name
    quantity: Units


class NewTransfer(Dated):
    """Units to send from one of our places to another."""

    key: Key
    from_: Name = msgspec.field(name="from")
    to: Name
    expected_on: date
    lines: Annotated[list[TransferredLine], Meta(min_length=1, max_length=10_000)]


class TransferStock(Input):
    """Transfers, all sent or none."""

    transfers: Annotated[list[NewTransfer], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None
