"""What if: a stretch of days lived again, with the same parcels handed to the queue another way.

What left on each day is known, by product. Those units are handed out again, day by day, to
whoever was waiting then, by a ranking of orders. Nothing is made and nothing is lost: a unit leaves
on the day it really left, or later where nobody could take it that day. So two rankings differ only
in who waits, and a ranking is compared with what happened on equal terms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.matching import NO_SUPPLY, match
from backorder.domain.ranking import group_starts, integers, order, quantities, same_length
from backorder.domain.sums import sums

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    Flags = npt.NDArray[np.bool_]


class Demand(NamedTuple):
    """Units that wait, one row per line and promise, those of an order in the order of serving.

    Integer arrays of one length: the index of the order, the index of the product, the units, and
    the first day (an index too) on which the row can leave.
    """

    order: npt.ArrayLike
    product: npt.ArrayLike
    quantity: npt.ArrayLike
    opened: npt.ArrayLike


class Parcels(NamedTuple):
    """Units that left, in any order: index of the day, index of the product, units."""

    day: npt.ArrayLike
    product: npt.ArrayLike
    quantity: npt.ArrayLike


class Handed(NamedTuple):
    """So many units of a row of the demand leave on a day: int64 arrays of one length, by day.

    What a row is not handed has not left in the end. No quantity is nought.
    """

    row: Integers
    day: Integers
    quantity: Integers


def hand_out(
    demand: Demand,
    parcels: Parcels,
    rank: npt.ArrayLike,
    whole: npt.ArrayLike,
    *,
    finish_first: bool = False,
) -> Handed:
    """Hand the units that left to those who waited, each day by the rank of the orders.

    ``rank``: one number per order, lowest first; equal ones in the order of their index. ``whole``:
    one flag per order, true where it takes all it waits for on a day or nothing. With
    ``finish_first`` the orders that can be given everything come first, then the others.

    On each day with parcels the orders are gone through by rank. Units that nobody can take stay
    for the next such day.

    Raises ``BackorderError``: ``negative_quantity``, ``quantity_too_large``, ``bad_array``.

    Two orders wait for three units each; three leave on day 0, three on day 1. The second one has
    the better rank:

    >>> demand = Demand(order=[0, 1], product=[0, 0], quantity=[3, 3], opened=[0, 0])
    >>> parcels = Parcels(day=[0, 1], product=[0, 0], quantity=[3, 3])
    >>> handed = hand_out(demand, parcels, rank=[2, 1], whole=[False, False])
    >>> list(zip(*(column.tolist() for column in handed)))
    [(1, 0, 3), (0, 1, 3)]
    """
    ranks = integers("rank", rank)
    flags = np.asarray(whole, dtype=bool)
    same_length(rank=ranks, whole=flags.astype(np.int64))
    queue = _Queue.of(demand, ranks)
    day, product = integers("parcel day", parcels.day), integers("parcel product", parcels.product)
    units = quantities("parcel quantity", parcels.quantity)
    same_length(day=day, product=product, units=units)
    shelf = np.zeros(queue.products(product), dtype=np.int64)
    passes = (np.ones_like(flags), flags) if finish_first else (flags,)
    found = []
    for today in np.unique(day):
        left_today = day == today
        np.add.at(shelf, product[left_today], units[left_today])
        for one in passes:
            row, given = queue.serve(int(today), shelf, one)
            found.append(Handed(row, np.full(row.size, today, dtype=np.int64), given))
    return _joined(found)


class _Queue:
    """Who waits, by product, then rank; ``left`` is what each row still waits for."""

    def __init__(self, row: Integers, order_of: Integers, product: Integers) -> None:
        self.row = row
        self.order = order_of
        self.product = product
        self.left = np.zeros(row.size, dtype=np.int64)
        self.opened = np.zeros(row.size, dtype=np.int64)

    @classmethod
    def of(cls, demand: Demand, rank: Integers) -> _Queue:
        order_of = integers("order", demand.order)
        product = integers("product", demand.product)
        quantity = quantities("quantity", demand.quantity)
        opened = integers("opened", demand.opened)
        same_length(order=order_of, product=product, quantity=quantity, opened=opened)
        place = np.empty(rank.size, dtype=np.int64)
        place[order(rank)] = np.arange(rank.size)
        row = order(product, place[order_of])
        queue = cls(row, order_of[row], product[row])
        queue.left, queue.opened = quantity[row], opened[row]
        return queue

    def products(self, others: Integers) -> int:
        """Return how many products there are, those of ``others`` among them."""
        return 1 + max(int(self.product.max(initial=-1)), int(others.max(initial=-1)))

    def serve(self, today: int, shelf: Integers, whole: Flags) -> tuple[Integers, Integers]:
        """Give what is on the shelf to those who wait; return rows of the demand, and units.

        ``shelf`` (units by product) and ``left`` are brought up to date.
        """
        waiting = np.flatnonzero((self.left > 0) & (self.opened <= today))
        waiting, got = self._settled(waiting, shelf, whole)
        given = got > 0
        waiting, got = waiting[given], got[given]
        self.left[waiting] -= got
        np.subtract.at(shelf, self.product[waiting], got)
        return self.row[waiting], got

    def _settled(
        self, waiting: Integers, shelf: Integers, whole: Flags
    ) -> tuple[Integers, Integers]:
        """Return who is served today and with how much, as if orders came one after the other.

        An order that takes all or nothing and falls short is sent back as soon as that is certain:
        where no other order that may yet be sent back stands before it. Sending one back only
        leaves more for the others, so whoever has enough keeps it, and the rounds end.
        """
        while True:
            got = self._given(waiting, shelf)
            orders = self.order[waiting]
            fails = (got < self.left[waiting]) & whole[orders]
            if not fails.any():
                return waiting, got
            doubtful = np.zeros(whole.size, dtype=bool)
            doubtful[orders[fails]] = True
            rows = np.flatnonzero(doubtful[orders])
            starts = group_starts(self.product[waiting[rows]])
            sizes = np.diff(starts, append=rows.size)
            first = np.repeat(orders[rows[starts]], sizes)
            certain = fails[rows] & (orders[rows] == first)
            sent_back = np.zeros(whole.size, dtype=bool)
            sent_back[orders[rows[certain]]] = True
            waiting = waiting[~sent_back[orders]]

    def _given(self, waiting: Integers, shelf: Integers) -> Integers:
        """Return what each row gets if nobody is sent back."""
        pegs = match(self.left[waiting], shelf, self.product[waiting], np.arange(shelf.size))
        real = pegs.supply != NO_SUPPLY
        return sums(pegs.demand[real], pegs.quantity[real], waiting.size)


def _joined(found: list[Handed]) -> Handed:
    if not found:
        nothing = np.empty(0, dtype=np.int64)
        return Handed(nothing, nothing, nothing)
    return Handed(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
