"""From days to supplies: which units change hands, once it is known who gets units of which day.

Units that a line keeps in a cell stay on the peg they are on; only the rest moves. So two lines
that have units of one day from two places never swap them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .matching import match
from .ranking import group_starts, order, running_before
from .repegging import Moves
from .sums import sums

if TYPE_CHECKING:
    from .ranking import Integers
    from .reallocation_pool import Holdings


class CellPegs(NamedTuple):
    """Pegs that may move; by line. One length.

    Number of the line, index of the supply (-1 for none), the cell it lies in, and units.
    """

    line: Integers
    supply: Integers
    cell: Integers
    units: Integers


class _Leaving(NamedTuple):
    """Units that leave a peg, by line, then by cell."""

    peg: Integers
    units: Integers


def onto_supplies(
    pegs: CellPegs, supply_cell: Integers, supply_free: Integers, after: Holdings
) -> Moves:
    """Return which units of which peg go to which supply, -1 for none, in the order of pegs.

    ``supply_cell`` and ``supply_free``: the cell of each supply and its unpegged units; supplies of
    one cell are used in the order given. Every line holds in ``after`` as much as in ``pegs``.

    Line 0 has 2 units from supply 1, line 1 has 2 from supply 0; they swap one:

    >>> from .reallocation_pool import Holdings
    >>> a = np.array
    >>> moves = onto_supplies(
    ...     CellPegs(line=a([0, 1]), supply=a([1, 0]), cell=a([1, 0]), units=a([2, 2])),
    ...     supply_cell=a([0, 1]), supply_free=a([0, 0]),
    ...     after=Holdings(line=a([0, 0, 1, 1]), cell=a([0, 1, 0, 1]), units=a([1, 1, 1, 1])))
    >>> list(zip(*(column.tolist() for column in moves)))
    [(0, 0, 1), (1, 1, 1)]
    """
    width = 1 + max(int(pegs.cell.max(initial=0)), int(after.cell.max(initial=0)))
    wanted = after.line * width + after.cell
    leaving, kept = _leaving(pegs, wanted, after, width)
    come = after.units - kept
    comers = np.flatnonzero(come)
    if not comers.size:
        nothing = np.empty(0, dtype=np.int64)
        return Moves(nothing, nothing, nothing)
    comers = comers[order(after.cell[comers], after.line[comers])]
    supply, cell, units = _on_offer(pegs, leaving, supply_cell, supply_free)
    given = match(come[comers], units, after.cell[comers], cell)
    line = after.line[comers][given.demand]
    got = np.where(given.supply < 0, -1, np.append(supply, -1)[given.supply])
    arrived = order(line, after.cell[comers][given.demand], got)
    pairs = match(leaving.units, given.quantity[arrived], pegs.line[leaving.peg], line[arrived])
    return _merged(leaving.peg[pairs.demand], got[arrived][pairs.supply], pairs.quantity)


def _leaving(
    pegs: CellPegs, wanted: Integers, after: Holdings, width: int
) -> tuple[_Leaving, Integers]:
    """Return the units that leave their pegs, and how many of each holding are there already."""
    row = order(pegs.line, pegs.cell)
    key, units = (pegs.line * width + pegs.cell)[row], pegs.units[row]
    place = np.minimum(np.searchsorted(wanted, key), max(wanted.size - 1, 0))
    same = wanted[place] == key
    keep = np.where(same, after.units[place], 0)
    stays = np.clip(keep - running_before(units, group_starts(key)), 0, units)
    kept = sums(place, np.where(same, stays, 0), wanted.size)
    some = np.flatnonzero(units - stays)
    return _Leaving(row[some], (units - stays)[some]), kept


def _on_offer(
    pegs: CellPegs, leaving: _Leaving, supply_cell: Integers, supply_free: Integers
) -> tuple[Integers, Integers, Integers]:
    """Return supply, cell and units of what may be had, by cell, then in the supplies' order."""
    free = np.flatnonzero(supply_free > 0)
    left = leaving.peg[pegs.supply[leaving.peg] >= 0]
    of_left = leaving.units[pegs.supply[leaving.peg] >= 0]
    supply = np.concatenate([pegs.supply[left], free])
    units = np.concatenate([of_left, supply_free[free]])
    cell = supply_cell[supply]
    row = order(cell, supply)
    return supply[row], cell[row], units[row]


def _merged(peg: Integers, supply: Integers, units: Integers) -> Moves:
    row = order(peg, supply)
    peg, supply, units = peg[row], supply[row], units[row]
    fresh = (np.diff(peg, prepend=-1) != 0) | (np.diff(supply, prepend=-2) != 0)
    first = np.flatnonzero(fresh)
    return Moves(peg[first], supply[first], np.add.reduceat(units, first))
