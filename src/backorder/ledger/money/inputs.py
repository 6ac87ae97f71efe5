"""What the verbs of money take: terms, what a provider said, refunds made or to be given."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from backorder.ledger.journal.fields import EARLIEST, LATEST, Currency, Input, Key, Name, Word

Amount = Annotated[int, Meta(ge=1, le=10**13)]
Percent = Annotated[int, Meta(ge=1, le=100)]
Provider = Annotated[str, Meta(min_length=1, max_length=40)]
Reference = Annotated[str, Meta(min_length=1, max_length=200)]


class Terms(Input):
    """How an order, or its lines of one product, is paid; a deposit is ``percent`` of it."""

    order: Key
    method: Literal["now", "deposit", "on_shipment"]
    sku: Name | None = None
    percent: Percent | None = None

    def __post_init__(self) -> None:
        """Refuse a deposit of unknown size, and a percentage of nothing."""
        if (self.method == "deposit") != (self.percent is not None):
            message = "a deposit has a percent, and nothing else has"
            raise ValueError(message)


class ArrangePayments(Input):
    """Terms to set, all or none."""

    terms: Annotated[list[Terms], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class Said(Input):
    """What a payment provider said; ``reference`` is the provider's own, the same for the same.

    ``authorised`` and ``charged`` are of an ``order``; the others are of the ``payment``, named by
    the reference it came with. ``replaces`` names the authorisation that a new one renews. Minor
    units; without an amount all that is left.
    """

    provider: Provider
    reference: Reference
    what: Literal["authorised", "charged", "captured", "failed", "voided", "expired", "refunded"]
    order: Key | None = None
    payment: Reference | None = None
    refund: Name | None = None
    replaces: Reference | None = None
    amount: Amount | None = None
    currency: Currency | None = None
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse an instant without its time zone, or one that can only be a slip of the pen."""
        if self.expires_at is not None:
            if self.expires_at.tzinfo is None:
                message = "expires_at needs its time zone"
                raise ValueError(message)
            if not EARLIEST <= self.expires_at.date() <= LATEST:
                message = f"expires_at {self.expires_at} is not between {EARLIEST} and {LATEST}"
                raise ValueError(message)


class RecordPayments(Input):
    """What a provider said, all written down or none."""

    payments: Annotated[list[Said], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class RefundStep(Input):
    """A refund that somebody asked the provider for, or that was made by other means."""

    refund: Name
    state: Literal["asked", "made"] = "made"
    reference: Word = ""


class GivenRefund(Input):
    """Money to give back beyond what was cancelled, with its reason."""

    order: Key
    amount: Amount
    reason: Annotated[str, Meta(min_length=1, max_length=20)] = "goodwill"


class Refund(Input):
    """Refunds that moved on, and refunds to give; all or none."""

    refunds: Annotated[list[RefundStep], Meta(max_length=10_000)] = []
    give: Annotated[list[GivenRefund], Meta(max_length=10_000)] = []
    key: Key | None = None

    def __post_init__(self) -> None:
        """Refuse a request that asks for nothing."""
        if not (self.refunds or self.give):
            message = "name a refund, or one to give"
            raise ValueError(message)
