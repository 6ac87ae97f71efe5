"""What order_supply and change_supply take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import (
    Currency,
    Dated,
    Input,
    Key,
    LineNo,
    MaybeUnits,
    Money,
    Name,
    Units,
    Wait,
)


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
