"""Repegging: what moves when a supply grows, shrinks, or changes its date.

`shed` says who loses units of a supply that shrank; their units then wait for no supply.
`pull_forward` gives free units of earlier supplies to those who wait for later ones. A verb that
changes supplies does the one, then the other, and so nobody waits while an earlier unit is free.
Both answer with moves, so that only pegs that change are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .errors import BackorderError
from .ranking import (
    group_starts,
    integers,
    order,
    quantities,
    running_before,
    same_length,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ranking import Integers

NEVER = np.iinfo(np.int64).max  # the day on which units without a supply come


class Pegs(NamedTuple):
    """The pegs to look at, in any order; reading them by product, rank saves a sort.

    Integer arrays of one length: the product's id; the line's rank, lowest first; the index (not
    the id: see `ranking.locate`) of the supply, -1 for none; the quantity in units.
    """

    product: npt.ArrayLike
    rank: npt.ArrayLike
    supply: npt.ArrayLike
    quantity: npt.ArrayLike


class Supplies(NamedTuple):
    """The supplies of those products, in any order; those of one day are used in the order given.

    Integer arrays of one length: the product's id; the day units can leave (any number that
    grows with the date, stock first); the units that no peg holds.
    """

    product: npt.ArrayLike
    day: npt.ArrayLike
    free: npt.ArrayLike


class Moves(NamedTuple):
    """So many units of a peg go to another supply, in the order of pegs, then of days.

    int64 arrays of one length. ``peg`` and ``supply`` are row numbers of the input, ``quantity``
    is never nought. What the moves of a peg do not cover stays where it is.
    """

    peg: Integers
    supply: Integers
    quantity: Integers


class Losses(NamedTuple):
    """So many units of a peg are lost, in the order of supplies, then of ranks.

    int64 arrays of one length. A ``quantity`` below the peg's own splits it: the rest stays.
    """

    peg: Integers
    quantity: Integers


def shed(
    peg_supply: npt.ArrayLike,
    peg_rank: npt.ArrayLike,
    peg_quantity: npt.ArrayLike,
    supply_quantity: npt.ArrayLike,
) -> Losses:
    """Return which pegs lose units, so that no supply is pegged beyond its quantity.

    The highest rank loses first; of equal ranks, the one given last. ``peg_supply``: index of the
    supply, -1 for none (such pegs lose nothing). ``supply_quantity``: units there are now, one for
    each supply. The pegs of a supply that shrank must all be there.

    Raises ``BackorderError``: ``negative_quantity``, ``quantity_too_large``, ``bad_array``.

    Ranks 1, 2 and 3 hold 4 units each; the supply shrinks from 12 to 6:

    >>> lost = shed([0, 0, 0], [1, 2, 3], [4, 4, 4], [6])
    >>> lost.peg.tolist(), lost.quantity.tolist()
    ([1, 2], [2, 4])
    """
    supply, rank = integers("peg_supply", peg_supply), integers("peg_rank", peg_rank)
    quantity, there = quantities("peg_quantity", peg_quantity), integers("supply", supply_quantity)
    same_length(peg_supply=supply, peg_rank=rank, peg_quantity=quantity)
    _check_index(supply, there.size)
    pegged = np.zeros(there.size + 1, dtype=np.int64)  # the last row is for pegs without a supply
    np.add.at(pegged, supply, quantity)
    short = np.append(pegged[:-1] > there, [False])
    row = np.flatnonzero(short[supply])
    row = row[order(supply[row], rank[row])]
    held, source = quantity[row], supply[row]
    end = running_before(held, group_starts(source)) + held
    lost = np.clip(end - there[source], 0, held)
    hit = np.flatnonzero(lost)
    return Losses(row[hit], lost[hit])


def pull_forward(pegs: Pegs, supplies: Supplies) -> Moves:
    """Give free units of earlier supplies to those who wait for later ones, by rank.

    Supplies are gone through once, by day. The free units of each go, in rank order, to pegs of
    its product that wait for a later day or for no supply; what they held becomes free in turn
    for supplies not gone through yet. So no unit gets a later day, no supply gives more than it
    has, and in the end nobody waits while a unit of an earlier day is free. Of one line's pegs the
    latest moves first. Pegs and supplies of other products may be left out; those of a product
    must all be there.

    Raises ``BackorderError``: ``negative_quantity``, ``quantity_too_large``, ``bad_array``.

    Stock (day 0) has 3 free units. Rank 1 waits for supply 1 (day 9) with 2 units, rank 2 for no
    supply with 4: rank 1 gets stock, rank 2 the third unit of it and what rank 1 leaves behind.

    >>> pegs = Pegs(product=[7, 7], rank=[1, 2], supply=[1, -1], quantity=[2, 4])
    >>> moves = pull_forward(pegs, Supplies(product=[7, 7], day=[0, 9], free=[3, 0]))
    >>> list(zip(*(column.tolist() for column in moves)))
    [(0, 0, 2), (1, 0, 1), (1, 1, 2)]
    """
    product, rank = integers("peg product", pegs.product), integers("peg rank", pegs.rank)
    held_from = integers("peg supply", pegs.supply)
    quantity = quantities("peg quantity", pegs.quantity)
    same_length(product=product, rank=rank, supply=held_from, quantity=quantity)
    book = _Book.of(supplies)
    _check_index(held_from, book.row.size)

    place = np.append(np.argsort(book.row), book.row.size)[held_from]
    day = book.day[place]
    open_day = book.first_open_day()
    group = book.group_of(product)
    waiting = np.flatnonzero((day > open_day[group]) & (quantity > 0))
    # Of equal ranks the latest day (~ turns the order round) goes first, so that fewer parts move.
    waiting = waiting[order(group[waiting], rank[waiting], ~day[waiting])]
    queue = _Queue(waiting, group[waiting], place[waiting], quantity[waiting])
    rounds = []
    while queue.peg.size:
        queue, moves = _serve(queue, book)
        rounds.append(moves)
    return _in_peg_order(rounds, book.row)


class _Book:
    """Supplies by product, then day; ``group`` numbers the products; one row more for none."""

    def __init__(self, products: Integers, row: Integers, group: Integers, day: Integers) -> None:
        self.products = products
        self.row = row
        self.group = group
        self.day = day
        self.free = np.zeros(day.size, dtype=np.int64)

    @classmethod
    def of(cls, supplies: Supplies) -> _Book:
        product = integers("supply product", supplies.product)
        day = integers("supply day", supplies.day)
        free = quantities("supply free", supplies.free)
        same_length(product=product, day=day, free=free)
        row = order(product, day)
        by_product = product[row]
        first = group_starts(by_product)
        group = np.repeat(np.arange(first.size), np.diff(first, append=row.size))
        book = cls(by_product[first], row, group, np.append(day[row], NEVER))
        book.free[:-1] = free[row]
        return book

    def group_of(self, product: Integers) -> Integers:
        """Return the number of each product, one beyond the last where it has no supply."""
        place = np.searchsorted(self.products, product)
        known = np.append(self.products, 0)[place] == product
        return np.where(known, place, self.products.size)

    def earliest_open(self) -> Integers:
        """Return for each product the first supply with free units, else the row for none."""
        rows = np.flatnonzero(self.free[:-1])
        first = rows[group_starts(self.group[rows])]
        earliest = np.full(self.products.size + 1, self.row.size, dtype=np.int64)
        earliest[self.group[first]] = first
        return earliest

    def first_open_day(self) -> Integers:
        """Return for each product the day of the first free unit, else `NEVER`."""
        return self.day[self.earliest_open()]


class _Queue(NamedTuple):
    """Waiting pegs by product, then rank: row of the input, product number, supply, units."""

    peg: Integers
    group: Integers
    place: Integers
    left: Integers

    def only(self, rows: npt.NDArray[np.bool_] | Integers) -> _Queue:
        return _Queue(self.peg[rows], self.group[rows], self.place[rows], self.left[rows])


def _serve(queue: _Queue, book: _Book) -> tuple[_Queue, Moves]:
    """Let the first open supply of every product serve its queue once.

    Returns those who still wait, and the moves; ``book.free`` is brought up to date. After it,
    every product has emptied that supply or its queue, so the rounds end.
    """
    giver = book.earliest_open()[queue.group]
    queue_later = (queue.left > 0) & (book.day[queue.place] > book.day[giver])
    queue, giver = queue.only(queue_later), giver[queue_later]
    before = running_before(queue.left, group_starts(queue.group))
    given = np.clip(book.free[giver] - before, 0, queue.left)
    hit = np.flatnonzero(given)
    moves = Moves(queue.peg[hit], giver[hit], given[hit])
    np.subtract.at(book.free, moves.supply, moves.quantity)
    # Units that no supply held fall into the last row, which gives to nobody.
    np.add.at(book.free, queue.place[hit], moves.quantity)
    return queue._replace(left=queue.left - given), moves


def _in_peg_order(rounds: list[Moves], row: Integers) -> Moves:
    if not rounds:
        nothing = np.empty(0, dtype=np.int64)
        return Moves(nothing, nothing, nothing)
    peg, place, quantity = (np.concatenate(columns) for columns in zip(*rounds, strict=True))
    by_peg = order(peg)
    return Moves(peg[by_peg], row[place[by_peg]], quantity[by_peg])


def _check_index(index: Integers, size: int) -> None:
    if index.size and (int(index.min()) < -1 or int(index.max()) >= size):
        raise BackorderError(
            "bad_array",
            "A peg names a supply that is not there.",
            least=int(index.min()),
            most=int(index.max()),
            supplies=size,
        )
