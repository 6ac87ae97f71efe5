"""The pool that units are taken from in a reallocation, and who holds which cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .ranking import group_starts, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .ranking import Integers

    Got = list[tuple[int, int]]

NEVER = 2**31  # the day of units that no supply stands behind


class Cells(NamedTuple):
    """The days on which a product's units can leave; by product, then by day. One length.

    ``product``: number of the product, from 0. ``day``: 0 for all stock, else the day units can
    leave; `NEVER` for units without a supply, and every product ends with such a cell. ``ready``:
    the day units can leave, of stock too.
    """

    product: Integers
    day: Integers
    ready: Integers


class Holdings(NamedTuple):
    """Units by line and cell, each pair once, by line, then by cell. One length."""

    line: Integers
    cell: Integers
    units: Integers

    def by_line(self, lines: int) -> list[Got]:
        """Return for each line what it holds: cells with their units."""
        found: list[Got] = [[] for _ in range(lines)]
        columns = (self.line.tolist(), self.cell.tolist(), self.units.tolist())
        for line, cell, units in zip(*columns, strict=True):
            found[line].append((cell, units))
        return found


def cells_of(product: Integers, day: Integers, ready: Integers) -> tuple[Cells, Integers]:
    """Return the cells of supplies, and the cell of each supply.

    ``product``: number of each supply's product; products without a supply have no cell. The days
    ``ready`` of supplies in one cell may differ, stock at two places; the cell has the latest.

    >>> a = np.array
    >>> cells, place = cells_of(a([0, 1, 0, 0]), a([9, 0, 0, 0]), a([9, 1, 1, 2]))
    >>> cells.day.tolist() == [0, 9, NEVER, 0, NEVER], cells.ready.tolist()[:2], place.tolist()
    (True, [2, 9], [1, 3, 0, 0])
    """
    known = np.unique(product)
    by_product = np.concatenate([product, known])
    by_day = np.concatenate([day, np.full(known.size, NEVER, dtype=np.int64)])
    by_ready = np.concatenate([ready, np.full(known.size, NEVER, dtype=np.int64)])
    row = order(by_product, by_day)
    fresh = (np.diff(by_product[row], prepend=-1) != 0) | (np.diff(by_day[row], prepend=-1) != 0)
    first = np.flatnonzero(fresh)
    place = np.empty(row.size, dtype=np.int64)
    place[row] = np.cumsum(fresh) - 1
    latest = np.maximum.reduceat(by_ready[row], first) if first.size else by_ready
    cells = Cells(by_product[row][first], by_day[row][first], latest)
    return cells, place[: product.size]


def summed(line: Integers, cell: Integers, units: Integers) -> Holdings:
    """Return holdings from rows in any order, a pair as often as it likes; nought is left out.

    >>> a = np.array
    >>> [column.tolist() for column in summed(a([1, 0, 1]), a([2, 2, 2]), a([4, 0, 3]))]
    [[1], [2], [7]]
    """
    some = np.flatnonzero(units)
    row = some[order(line[some], cell[some])]
    line, cell, units = line[row], cell[row], units[row]
    fresh = (np.diff(line, prepend=-1) != 0) | (np.diff(cell, prepend=-1) != 0)
    first = np.flatnonzero(fresh)
    total = np.add.reduceat(units, first) if first.size else units
    return Holdings(line[first], cell[first], total)


def holdings_of(got: Iterable[Got]) -> Holdings:
    """Return what lines got, one list for each line from 0, as holdings."""
    rows = [(line, cell, units) for line, parts in enumerate(got) for cell, units in parts]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return summed(table[:, 0], table[:, 1], table[:, 2])


class Pool:
    """Units of all products' cells that may be taken."""

    __slots__ = ("_begin", "_open", "units")

    def __init__(self, units: Integers, cells: Cells) -> None:
        """Begin with so many units in each cell."""
        self.units: list[int] = units.tolist()
        starts = group_starts(cells.product)
        products = cells.product[starts].tolist()
        self._begin = dict(zip(products, starts.tolist(), strict=True))
        self._open = dict(self._begin)  # the first cell that may have units

    def add(self, product: int, held: Got) -> None:
        """Put units into the pool."""
        for cell, units in held:
            self.units[cell] += units
            self._open[product] = min(self._open[product], cell)

    def remove(self, held: Got) -> None:
        """Take back units that were put in and that nobody took."""
        for cell, units in held:
            self.units[cell] -= units

    def take(self, product: int, wanted: int) -> Got:
        """Take the earliest units of a product; so many must be there."""
        got: Got = []
        if not wanted:
            return got
        cell, there = self._open[product], self.units
        while True:
            units = there[cell]
            if units >= wanted:
                got.append((cell, wanted))
                there[cell] = units - wanted
                self._open[product] = cell
                return got
            if units:
                got.append((cell, units))
                there[cell] = 0
                wanted -= units
            cell += 1

    def take_no_earlier(self, product: int, held: Got, never: int) -> Got:
        """Take for each unit held the earliest that is not before it.

        ``never`` is the product's last cell. What cannot be had stays owed there, and the pool has
        as many units too few in it: earlier units are left over then, to be pulled forward.
        """
        got: dict[int, int] = {}
        there = self.units
        for begin, units in held:
            wanted, cell = units, max(begin, self._begin[product])
            while wanted and cell < never:
                taken = min(there[cell], wanted)
                if taken:
                    there[cell] -= taken
                    got[cell] = got.get(cell, 0) + taken
                    wanted -= taken
                cell += 1
            if wanted:
                there[never] -= wanted
                got[never] = got.get(never, 0) + wanted
        return sorted(got.items())

    def open_cells(self, product: int, never: int) -> Iterator[tuple[int, int]]:
        """Yield the cells of a product that have units, earliest first, with how many."""
        for cell in range(self._begin[product], never + 1):
            if self.units[cell] > 0:
                yield cell, self.units[cell]
