"""What lies at a place, whether it sells there or not, while a verb corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.domain.errors import InvalidError, NotFoundError
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.ledger.journal.transaction import Transaction

    from .places import Place
    from .supplies import Books


def holding_place(books: Books, code: str) -> Place:
    """Return a place that holds goods of ours (selling or damaged ones), or raise."""
    place = books.places.by_code.get(code)
    if place is None:
        raise NotFoundError("unknown_location", f"There is no location {code}.", location=code)
    if not place.sellable and place.kind != "damaged":
        raise InvalidError(
            "location_not_held", f"{code} is not a place of ours that holds goods.", location=code
        )
    return place


class Shelf:
    """On-hand units per product and place, kept up to date as lines are decided.

    Where the place sells this is its stock supply; elsewhere the sum of movements, read once.
    """

    def __init__(self, tx: Transaction, books: Books, at: Iterable[tuple[int, Place]]) -> None:
        """Read what lies at the places that do not sell."""
        self._books = books
        pairs = sorted({(product, place.id) for product, place in at if not place.sellable})
        rows = (
            tx.rows(
                "on_hand",
                {
                    "product": Ints(p for p, _ in pairs),
                    "location": Ints(place for _, place in pairs),
                },
            )
            if pairs
            else []
        )
        self._elsewhere: dict[tuple[int, int], int] = {
            (product, place): units for product, place, units in rows
        }

    def on_hand(self, product: int, place: Place) -> int:
        """Return the units that are there."""
        if place.sellable:
            return self._books.stock(product, place.id).quantity
        return self._elsewhere[product, place.id]

    def change(self, product: int, sku: str, place: Place, units: int) -> None:
        """Add units, or take them away; raise where there are not that many."""
        there = self.on_hand(product, place)
        if there + units < 0:
            raise InvalidError(
                "not_enough_on_hand",
                f"{there} of {sku} are at {place.code}; {-units} cannot be taken.",
                sku=sku,
                location=place.code,
                asked=-units,
                available=there,
            )
        if place.sellable:
            self._books.stock(product, place.id).quantity += units
        else:
            self._elsewhere[product, place.id] += units
