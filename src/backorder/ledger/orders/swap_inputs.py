"""What the verb `swap` takes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Input, Key, Money, Name, Units


class Swap(Input):
    """Units of an order that wait, and the product the customer takes instead.

    Without a quantity all that wait; without a price the lower one of the two products.
    """

    order: Key
    sku: Name
    substitute: Name
    quantity: Units | None = None
    unit_price: Money | None = None


class SwapLines(Input):
    """Swaps, all carried out or none."""

    swaps: Annotated[list[Swap], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None
