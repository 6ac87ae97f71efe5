"""What the verbs of orders take: typed records, checked before anything is touched."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backorder.ledger.journal.fields import (
    Currency,
    Dated,
    Input,
    Key,
    LineNo,
    Money,
    Name,
    Text,
    Units,
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
    the goods sent or the customer told. ``instead_of`` is the product that this one was offered for
    as an alternative, where the customer took it: what is offered learns from it, and an unknown
    one is passed over.
    """

    sku: Name
    quantity: Units
    unit_price: Money | None = None
    requested_on: date | None = None
    latest_on: date | None = None
    legal_on: date | None = None
    instead_of: Name | None = None


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
