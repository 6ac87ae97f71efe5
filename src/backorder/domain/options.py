"""Shipment options: the ways in which a cart can leave, each with its days, parcels and cost.

As available: each unit when it is ready. Complete: all together when the last one is ready. Wait
until a day: what is ready by then leaves together on that day, the rest as it becomes ready. What
leaves from one place on one day is one parcel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from .lanes import Lane


class Units(NamedTuple):
    """So many units that can leave a place from a day on."""

    location: int
    on: date
    quantity: int


class Parcel(NamedTuple):
    """Units that leave a place together; ``delivers_on`` is None where no lane is known."""

    on: date
    location: int
    quantity: int
    delivers_on: date | None


@dataclass(frozen=True, slots=True)
class Option:
    """A way to ship a cart: the choice to make, and what comes of it.

    ``delivers_on`` is the day the last parcel is there, and ``cost`` the price of all of them as
    (minor units, currency); None where a lane is not known or currencies differ.
    """

    ship: str
    wait_until: date | None
    parcels: tuple[Parcel, ...]
    delivers_on: date | None
    cost: tuple[int, str] | None


def options(units: Iterable[Units], lane: Callable[[int], Lane | None]) -> list[Option]:
    """Return the ways to ship these units: as available, complete, and waiting until each day.

    ``lane``: the lane from a place to the cart's destination.

    >>> from datetime import date
    >>> cart = [Units(1, date(2026, 11, day), 2) for day in (23, 25, 30)]
    >>> for found in options(cart, lambda place: None):
    ...     print(found.ship, found.wait_until, [(p.on.day, p.quantity) for p in found.parcels])
    as_available None [(23, 2), (25, 2), (30, 2)]
    complete None [(30, 6)]
    as_available 2026-11-25 [(25, 4), (30, 2)]
    """
    cart = list(units)
    days = sorted({one.on for one in cart})
    if not days:
        return []
    found = [
        _option("as_available", None, cart, lane),
        _option("complete", None, [one._replace(on=days[-1]) for one in cart], lane),
    ]
    for day in days[1:-1]:
        later = [one._replace(on=max(one.on, day)) for one in cart]
        found.append(_option("as_available", day, later, lane))
    return found


def _option(
    ship: str, wait_until: date | None, cart: Sequence[Units], lane: Callable[[int], Lane | None]
) -> Option:
    packed: dict[tuple[date, int], int] = {}
    for one in cart:
        at = one.on, one.location
        packed[at] = packed.get(at, 0) + one.quantity
    parcels: list[Parcel] = []
    currencies: set[str] = set()
    costs = 0
    for (on, location), quantity in sorted(packed.items()):
        way = lane(location)
        arrives = None if way is None else way.delivers_on(on)
        parcels.append(Parcel(on, location, quantity, arrives))
        if way is not None:
            currencies.add(way.currency)
            costs += way.cost(quantity)
    known = [parcel.delivers_on for parcel in parcels if parcel.delivers_on is not None]
    priced = len(known) == len(parcels) and len(currencies) == 1
    return Option(
        ship,
        wait_until,
        tuple(parcels),
        max(known) if len(known) == len(parcels) else None,
        (costs, currencies.pop()) if priced else None,
    )
