"""Settling: after supplies changed, who holds which units.

Three steps on one table of holdings. *Given* units go where the verb says (a receipt serves the
pegs of its purchase first). Supplies that are pegged beyond what is left of them *shed* units, the
last in rank first. Then free units are *pulled forward* to those who wait for a later day, in rank
order. Nobody gets a later day by it than the change itself brought. Pure; arrays in, arrays out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .repegging import Pegs, Supplies, pull_forward, shed

if TYPE_CHECKING:
    from .ranking import Integers

NO_SUPPLY = -1


class Held(NamedTuple):
    """Pegs as read: product, rank, index of the supply (-1 for none), units. int64, one length."""

    product: Integers
    rank: Integers
    supply: Integers
    quantity: Integers


class Sources(NamedTuple):
    """Supplies as they are now. int64, one length.

    Product, the day units can leave (stock first), units there, units pegged when they were read.
    """

    product: Integers
    day: Integers
    quantity: Integers
    pegged: Integers


class Given(NamedTuple):
    """The first ``units`` (by rank) of the pegs on supply ``origin`` go to supply ``target``."""

    origin: Integers
    target: Integers
    units: Integers


class Settled(NamedTuple):
    """What pegs hold afterwards, for the pegs that changed only, in the order of pegs.

    A peg's first row stands for the peg itself (what stayed, where something did); further rows
    are new pegs beside it. ``pegged`` is the new pegged quantity of each supply.
    """

    peg: Integers
    supply: Integers
    quantity: Integers
    pegged: Integers


class _Table(NamedTuple):
    peg: Integers
    supply: Integers
    quantity: Integers

    def move(self, row: Integers, quantity: Integers, target: Integers) -> _Table:
        """Return the table with units of some rows in new rows of other supplies."""
        left = self.quantity.copy()
        np.subtract.at(left, row, quantity)
        return _Table(
            np.concatenate([self.peg, self.peg[row]]),
            np.concatenate([self.supply, target]),
            np.concatenate([left, quantity]),
        )


def settle(held: Held, sources: Sources, given: Given | None = None) -> Settled:
    """Return what the pegs hold afterwards.

    Given units moved, shrunk supplies shed, and free units went to whoever waits for a later day.

    The pegs may be a part of all: of a supply that gives or sheds, enough from the front or the
    back of its queue; of one that is waited for, the front as far as earlier units are free.

    Stock grew from 0 to 5 by a receipt of 5 from the purchase (8 ordered, 3 still to come) on which
    ranks 1 and 2 wait with 4 units each:

    >>> a = np.array
    >>> after = settle(
    ...     Held(product=a([7, 7]), rank=a([1, 2]), supply=a([1, 1]), quantity=a([4, 4])),
    ...     Sources(product=a([7, 7]), day=a([0, 9]), quantity=a([5, 3]), pegged=a([0, 8])),
    ...     Given(origin=a([1]), target=a([0]), units=a([5])),
    ... )
    >>> list(zip(after.peg.tolist(), after.supply.tolist(), after.quantity.tolist()))
    [(0, 0, 4), (1, 1, 3), (1, 0, 1)]
    >>> after.pegged.tolist()
    [5, 3]
    """
    table = _Table(np.arange(held.rank.size), held.supply.copy(), held.quantity.copy())
    if given is not None and given.units.size:
        table = _give(table, held, given, sources.day.size)
    pegged = _pegged(table, held, sources)
    table = _shed(table, held, np.maximum(pegged - sources.quantity, 0))
    free = np.maximum(sources.quantity - pegged, 0)
    if free.any():
        moves = pull_forward(
            Pegs(held.product[table.peg], held.rank[table.peg], table.supply, table.quantity),
            Supplies(sources.product, sources.day, free),
        )
        table = table.move(moves.peg, moves.quantity, moves.supply)
    return _changed(table, held, sources)


def _give(table: _Table, held: Held, given: Given, supplies: int) -> _Table:
    """Move the first units of some supplies' queues."""
    units = np.zeros(supplies + 1, dtype=np.int64)
    target = np.zeros(supplies + 1, dtype=np.int64)
    units[given.origin], target[given.origin] = given.units, given.target
    row = np.flatnonzero(units[table.supply] > 0)
    row = row[np.lexsort((row, held.rank[row], table.supply[row]))]
    origin, quantity = table.supply[row], table.quantity[row]
    first = np.flatnonzero(np.diff(origin, prepend=-2))
    before = np.cumsum(quantity) - quantity
    before -= np.repeat(before[first], np.diff(first, append=row.size))
    taken = np.clip(units[origin] - before, 0, quantity)
    hit = np.flatnonzero(taken)
    return table.move(row[hit], taken[hit], target[origin[hit]])


def _pegged(table: _Table, held: Held, sources: Sources) -> Integers:
    """Return the supplies' pegged units: as read, less what left, plus what came."""
    pegged = np.append(sources.pegged, 0)
    np.subtract.at(pegged, held.supply, held.quantity)
    np.add.at(pegged, table.supply, table.quantity)
    return pegged[:-1]


def _shed(table: _Table, held: Held, excess: Integers) -> _Table:
    """Take the excess from the end of each supply's queue; those units have no supply then."""
    if not excess.any():
        return table
    loaded = np.zeros(excess.size + 1, dtype=np.int64)
    np.add.at(loaded, table.supply, table.quantity)
    lost = shed(table.supply, held.rank[table.peg], table.quantity, loaded[:-1] - excess)
    return table.move(lost.peg, lost.quantity, np.full(lost.peg.size, NO_SUPPLY, dtype=np.int64))


def _changed(table: _Table, held: Held, sources: Sources) -> Settled:
    """Return the holdings of pegs that changed, what stayed first, merged by supply."""
    pegged = _pegged(table, held, sources)
    some = table.quantity > 0
    peg, supply, quantity = table.peg[some], table.supply[some], table.quantity[some]
    elsewhere = supply != held.supply[peg]
    touched = np.zeros(held.rank.size, dtype=bool)
    touched[peg[elsewhere]] = True
    keep = touched[peg]
    peg, supply, quantity, moved = peg[keep], supply[keep], quantity[keep], elsewhere[keep]
    row = np.lexsort((supply, moved, peg))
    peg, supply, quantity = peg[row], supply[row], quantity[row]
    fresh = (np.diff(peg, prepend=-1) != 0) | (np.diff(supply, prepend=-2) != 0)
    first = np.flatnonzero(fresh)
    total = np.add.reduceat(quantity, first) if first.size else quantity
    return Settled(peg[first], supply[first], total, pegged)
