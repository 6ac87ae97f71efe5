"""Variants: rankings of orders, and a month lived again under each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.matching import NO_SUPPLY, match

from .whatif import Demand, Handed, Parcels, hand_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backorder.domain.matching import Matching
    from backorder.domain.ranking import Integers

    from .whatif import Flags

NOT_YET = np.iinfo(np.int64).max  # the day of what had not left when the month ended


class Waiting(NamedTuple):
    """Units that waited in the month, one element per line and part of its first promise.

    Sorted by line, then by promised day. ``order``, ``line`` and ``product`` are indexes, the
    lines' ascending, and so is ``currency``; days are any whole numbers, ``opened`` is an index of
    ``Lived.days``; money is per unit, in minor units.
    """

    order: Integers
    line: Integers
    product: Integers
    units: Integers
    promised: Integers  # `NOT_YET` where no day was told
    placed: Integers
    opened: Integers
    price: Integers
    margin: Integers
    currency: Integers


class Orders(NamedTuple):
    """One element per order: its place in the queue, what ranks it, whether it ships complete.

    ``grade``: of its customer class, nought the best. ``requested``: the day it was wanted.
    """

    place: Integers
    grade: Integers
    requested: Integers
    complete: Flags


class Lived(NamedTuple):
    """A month as it was. ``left``: index of the line, index of the day, units, sorted by both."""

    waiting: Waiting
    orders: Orders
    days: Integers  # on which something left, ascending
    left_line: Integers
    left_day: Integers
    left_units: Integers


@dataclass(frozen=True)
class Variant:
    """A way to hand out: the order with the lowest key comes first, of equal ones the older."""

    name: str
    key: Callable[[Lived], Sequence[int]]
    finish_first: bool = False


def _worth(lived: Lived, per_unit: Integers) -> list[int]:
    """Return the money in what each order waits for; exact, so that no product overflows."""
    worth = [0] * lived.orders.place.size
    rows = (lived.waiting.order.tolist(), lived.waiting.units.tolist(), per_unit.tolist())
    for order, units, each in zip(*rows, strict=True):
        worth[order] += units * each
    return worth


def _first_promise(lived: Lived) -> list[int]:
    """Return the earliest day that each order was promised for."""
    first = np.full(lived.orders.place.size, NOT_YET, dtype=np.int64)
    np.minimum.at(first, lived.waiting.order, lived.waiting.promised)
    return [int(day) for day in first]


VARIANTS = (
    Variant("first_come", lambda lived: [0] * lived.orders.place.size),
    Variant("promised", _first_promise),
    Variant("requested", lambda lived: lived.orders.requested.tolist()),
    Variant("class", lambda lived: lived.orders.grade.tolist()),
    Variant("value", lambda lived: [-v for v in _worth(lived, lived.waiting.price)]),
    Variant("margin", lambda lived: [-v for v in _worth(lived, lived.waiting.margin)]),
    Variant("small", lambda lived: _worth(lived, np.ones_like(lived.waiting.units))),
    Variant("finish", lambda lived: [0] * lived.orders.place.size, finish_first=True),
)


def as_it_happened(lived: Lived) -> Handed:
    """Return who was given what, by the same rules as any variant: who left first comes first.

    A line's parcels meet its units in their order. Each such piece stands for itself, whatever else
    was ordered with it.
    """
    waiting, pieces = lived.waiting, _pieces(lived)
    gone = pieces.supply != NO_SUPPLY
    left_on = np.full(pieces.demand.size, lived.days.size, dtype=np.int64)
    left_on[gone] = lived.left_day[pieces.supply[gone]]
    nobody = np.zeros(pieces.demand.size, dtype=bool)
    demand = Demand(
        np.arange(pieces.demand.size),
        waiting.product[pieces.demand],
        pieces.quantity,
        np.zeros_like(pieces.demand),
    )
    handed = hand_out(demand, _parcels(lived), left_on, nobody)
    return handed._replace(row=pieces.demand[handed.row])


def _pieces(lived: Lived) -> Matching:
    """Return which units of each row left with which parcel of their line, -1 for none."""
    return match(lived.waiting.units, lived.left_units, lived.waiting.line, lived.left_line)


def _parcels(lived: Lived) -> Parcels:
    """Return what left by product: the row of a line says what product it is of."""
    lines, first = np.unique(lived.waiting.line, return_index=True)
    product = lived.waiting.product[first[np.searchsorted(lines, lived.left_line)]]
    return Parcels(lived.left_day, product, lived.left_units)


def again(lived: Lived, variant: Variant) -> Handed:
    """Return who would have been given what under a variant."""
    waiting, orders = lived.waiting, lived.orders
    keys = list(zip(variant.key(lived), orders.place.tolist(), strict=True))
    rank = np.empty(len(keys), dtype=np.int64)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    demand = Demand(waiting.order, waiting.product, waiting.units, waiting.opened)
    return hand_out(
        demand, _parcels(lived), rank, orders.complete, finish_first=variant.finish_first
    )
