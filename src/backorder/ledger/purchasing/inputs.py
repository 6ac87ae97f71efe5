"""What the verbs about the life of a purchase take, from its approval to its end."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from backorder.ledger.journal.fields import (
    Dated,
    Input,
    Key,
    LineNo,
    MaybeUnits,
    Name,
    Text,
    Units,
    Word,
)

from .supply_inputs import Limit  # noqa: TC001 (msgspec reads the annotations)

SaidHow = Literal["hand", "link", "file"]


class ApprovePurchases(Dated):
    """Drafts to order; none may be above the ``limit``. With a day, all are expected then."""

    purchase_orders: Annotated[list[Name], Meta(min_length=1, max_length=10_000)]
    limit: Limit | None = None
    expected_on: date | None = None
    key: Key | None = None


class NewSending(Input):
    """A purchase that went to its supplier: by e-mail, as a file, or in a way of one's own."""

    key: Key
    purchase_order: Name
    how: Literal["email", "file", "hand"]
    recipient: Annotated[str, Meta(max_length=254)] = ""


class MarkSent(Input):
    """Purchases that were sent, all written down or none."""

    sendings: Annotated[list[NewSending], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class SaidLine(Dated):
    """Units of a line that come on a day; without a day as they are expected, without units all.

    ``refused`` units will not come. The line is named by its number, or by a product that stands
    on one open line alone; named again with another day, the line is parted.
    """

    line: LineNo | None = None
    sku: Name | None = None
    quantity: MaybeUnits | None = None
    expected_on: date | None = None
    refused: MaybeUnits = 0


class NewAcknowledgement(Input):
    """What a supplier confirms of a purchase: all of it as it was ordered, or the lines it names.

    Units that it says nothing of stay as they are, unconfirmed.
    """

    key: Key
    purchase_order: Name
    lines: Annotated[list[SaidLine], Meta(min_length=1, max_length=10_000)] | None = None
    how: SaidHow = "hand"
    said_by: Word = ""
    note: Text = ""


class Acknowledge(Input):
    """What suppliers confirm, all written down or none."""

    acknowledgements: Annotated[list[NewAcknowledgement], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class AnnouncedLine(Input):
    """Units of a line that are on their way; without units, all that are open."""

    line: LineNo | None = None
    sku: Name | None = None
    quantity: Units | None = None


class NewAnnouncement(Dated):
    """A shipment that left the supplier: all that is open, or the lines it names, due on a day."""

    key: Key
    purchase_order: Name
    expected_on: date
    lines: Annotated[list[AnnouncedLine], Meta(min_length=1, max_length=10_000)] | None = None
    carrier: Word = ""
    tracking: Word = ""
    how: SaidHow = "hand"
    said_by: Word = ""
    note: Text = ""


class Announce(Input):
    """Shipments on their way to us, all written down or none."""

    announcements: Annotated[list[NewAnnouncement], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class Closing(Input):
    """A purchase of which no more will come; without a SKU none of its lines'."""

    purchase_order: Name
    skus: Annotated[list[Name], Meta(min_length=1, max_length=10_000)] | None = None
    reason: Text = ""


class CloseShort(Input):
    """Purchases that end below what was ordered, all of them or none."""

    closings: Annotated[list[Closing], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None
