"""What `explain` takes: exactly one thing to explain."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Input, Key, Name

from .inputs import Availability  # noqa: TC001 (msgspec reads the annotation)


class Changed(Input):
    """A version of what an order was promised; without a number, the last one."""

    order: Key
    sku: Name
    version: Annotated[int, Meta(ge=1, le=10**6)] | None = None


class Explain(Input):
    """What to explain: an order (or one product of it), a supply, a cart or a change.

    A supply goes by its name, such as ``PO-000017/1``; stock at a place also needs the ``sku``.
    """

    order: Key | None = None
    sku: Name | None = None
    supply: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    cart: Availability | None = None
    change: Changed | None = None

    def __post_init__(self) -> None:
        """Refuse a request that names nothing, or more than one thing."""
        asked = [self.order, self.supply, self.cart, self.change]
        if sum(one is not None for one in asked) != 1:
            message = "one of order, supply, cart and change is to be explained"
            raise ValueError(message)
