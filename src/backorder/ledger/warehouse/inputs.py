"""What the verbs of the warehouse take: receipts, shipments, returns, corrections, transfers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backorder.ledger.journal.fields import (
    Dated,
    Input,
    Key,
    LabelText,
    MaybeUnits,
    Name,
    Units,
)


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
    """A parcel: what is allocated of an order, or the named part of it.

    ``carrier``, ``tracking`` and ``tracking_url`` tell how it can be followed, where that is known
    as it leaves; `label_shipments` says it later.
    """

    key: Key
    order: Key
    lines: Annotated[list[ShipLine], Meta(min_length=1, max_length=10_000)] | None = None
    carrier: LabelText = ""
    tracking: LabelText = ""
    tracking_url: LabelText = ""


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
