"""Whom to tell that a product can be had: fair, and never of more units than there are. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Waiter(NamedTuple):
    """Somebody in a product's queue, by the place in it, and the units wanted."""

    place: int
    quantity: int


class Told(NamedTuple):
    """Somebody to tell, and of how many units."""

    place: int
    units: int


def serve(free: int, queue: Iterable[Waiter]) -> list[Told]:
    """Return who is told of units that are free, in the order of the places.

    Nobody is passed over: who wants more than are left is told of what is left. ``free`` are the
    units that nobody ordered and that nobody was told of in a window that still runs.

    >>> serve(5, [Waiter(8, 2), Waiter(3, 4), Waiter(9, 1)])
    [Told(place=3, units=4), Told(place=8, units=1)]
    >>> serve(-2, [Waiter(1, 1)])
    []
    """
    told = []
    for one in sorted(queue):
        if free <= 0:
            break
        units = min(one.quantity, free)
        told.append(Told(one.place, units))
        free -= units
    return told
