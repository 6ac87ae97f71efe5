"""What `release` takes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Input, Key, Name, Units


class PickLine(Input):
    """Units of one product of an order; without a quantity all there are."""

    sku: Name
    quantity: Units | None = None


class Pick(Input):
    """What of one order is released or recalled: all of it, or the named part."""

    order: Key
    lines: Annotated[list[PickLine], Meta(min_length=1, max_length=10_000)] | None = None


class Release(Input):
    """Allocated units to release to pick, and released ones to take back; all or none."""

    releases: Annotated[list[Pick], Meta(max_length=100_000)] = []
    recalls: Annotated[list[Pick], Meta(max_length=100_000)] = []
    key: Key | None = None

    def __post_init__(self) -> None:
        """Refuse a request that names no order."""
        if not self.releases and not self.recalls:
            message = "releases or recalls must name an order"
            raise ValueError(message)
