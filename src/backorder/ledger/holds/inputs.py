"""What the verbs of quotes and cart holds take."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Input, Key, Name
from backorder.ledger.orders.inputs import CustomerRef, NewOrder

LONGEST_EVER = 366 * 24 * 60 * 60  # seconds; what a setting allows may be less
Seconds = Annotated[int, Meta(ge=1, le=LONGEST_EVER)]


class NewCart(NewOrder):
    """A cart to hold units for, as an order would name them.

    It expires ``expires_in`` seconds from now; without it the setting of its kind counts.
    """

    expires_in: Seconds | None = None


class Quote(Input):
    """Carts to quote, each as a whole."""

    quotes: Annotated[list[NewCart], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class HoldCarts(Input):
    """Carts to hold for a short while, each as a whole."""

    holds: Annotated[list[NewCart], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class Confirmation(Input):
    """A quote or hold to make an order of, by its number or key.

    ``key`` is that of the order; without it the order has the key of its quote or hold.
    ``customer`` is whose order it is, where the quote or hold was made for nobody known.
    """

    hold: Key
    key: Key | None = None
    customer: CustomerRef | None = None


class Confirm(Input):
    """Quotes and holds to confirm, all or none."""

    confirmations: Annotated[list[Confirmation], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class Withdrawal(Input):
    """A quote or hold that is not wanted any more, by its number or key."""

    hold: Key


class Withdraw(Input):
    """Quotes and holds to withdraw, all or none."""

    withdrawals: Annotated[list[Withdrawal], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class ExpiringProduct(Input):
    """A product whose expired holds are to let go."""

    sku: Name


class Expire(Input):
    """Products whose expired holds are to let go."""

    products: Annotated[list[ExpiringProduct], Meta(min_length=1, max_length=1_000_000)]
    key: Key | None = None
