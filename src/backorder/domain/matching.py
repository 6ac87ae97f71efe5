"""Matching: which units of supply stand behind which units of demand.

Lay the demand of a product along a line in rank order, unit by unit, and its supply along a second
line in date order. Two units at the same place belong together. A piece between two neighbouring
ends, of either line, is one peg: so matching is a merge of two running sums, for all products at
once, without a loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .errors import BackorderError
from .ranking import ascending, group_starts, integers, quantities, same_length

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ranking import Integers

NO_SUPPLY = -1


class Matching(NamedTuple):
    """Pegs in demand order: row ``demand`` gets ``quantity`` units of row ``supply``.

    Three int64 arrays of one length. ``supply`` is -1 where supply has run out. No quantity is
    nought, and no pair of demand and supply comes twice.
    """

    demand: Integers
    supply: Integers
    quantity: Integers


def match(
    demand_quantity: npt.ArrayLike,
    supply_quantity: npt.ArrayLike,
    demand_group: npt.ArrayLike | None = None,
    supply_group: npt.ArrayLike | None = None,
) -> Matching:
    """Give supply to demand, first come first served, each in the order given.

    ``demand_quantity``: units, n rows, in rank order within a group. ``supply_quantity``: units,
    m rows, by date then id within a group. ``demand_group`` and ``supply_group``: the product of
    each row, ascending; leave both out if all rows are of one product. Every unit of demand is in
    exactly one row of the answer.

    Raises ``BackorderError``: ``not_in_order`` if groups do not ascend, ``negative_quantity``,
    ``quantity_too_large`` (sum of 2^62 or more), ``bad_array``.

    Three orders of 60, 80 and 20 units and a supply of 100:

    >>> match([60, 80, 20], [100]).quantity.tolist()
    [60, 40, 40, 20]
    >>> match([60, 80, 20], [100]).supply.tolist()
    [0, 0, -1, -1]
    """
    demand = quantities("demand_quantity", demand_quantity)
    group = _groups("demand_group", demand_group, demand)
    supply = integers("supply_quantity", supply_quantity)
    source = _groups("supply_group", supply_group, supply)
    if (demand_group is None) != (supply_group is None):
        raise BackorderError("bad_array", "Give both groups or neither.")
    if demand.size and not demand.all():
        wanted = np.flatnonzero(demand)
        pegs = _merge(demand[wanted], group[wanted], supply, source)
        return pegs._replace(demand=wanted[pegs.demand])
    return _merge(demand, group, supply, source)


def _groups(name: str, values: npt.ArrayLike | None, rows: Integers) -> Integers:
    """Return the group of each row, checked to ascend."""
    if values is None:
        return np.broadcast_to(np.int64(0), rows.shape)
    group = integers(name, values)
    same_length(rows=rows, **{name: group})
    if not ascending(group):
        position = int(np.argmax(group[1:] < group[:-1])) + 1
        raise BackorderError("not_in_order", f"{name} must ascend.", name=name, position=position)
    return group


def _merge(demand: Integers, group: Integers, supply: Integers, source: Integers) -> Matching:
    """Merge the ends of demand and of supply on one line; see `match`. No demand is nought."""
    if not demand.size:
        nothing = np.empty(0, dtype=np.int64)
        return Matching(nothing, nothing, nothing)
    demand_end = np.cumsum(demand)
    holder, supply_end = _supply_ends(demand_end, group, supply, source)

    # The line on which each supply ends, and whether it ends inside it (a cut) or with it.
    line = np.searchsorted(demand_end, supply_end)
    with_line = demand_end[line] == supply_end
    cut = ~with_line
    cut[0] &= supply_end[0] > 0
    cut[1:] &= supply_end[1:] > supply_end[:-1]
    cut_line = line[cut]

    # One row for each line's end and one for each cut, in their common order.
    cut_row = cut_line + np.arange(cut_line.size)
    is_line = np.ones(demand.size + cut_line.size, dtype=bool)
    is_line[cut_row] = False
    row_end = np.empty(is_line.size, dtype=np.int64)
    row_end[is_line] = demand_end
    row_end[cut_row] = supply_end[cut]
    row_demand = np.empty(is_line.size, dtype=np.int64)
    row_demand[is_line] = np.arange(demand.size)
    row_demand[cut_row] = cut_line

    rows_up_to = line + np.cumsum(cut) + with_line
    row_supply = np.repeat(holder, np.diff(rows_up_to, prepend=0))
    return Matching(row_demand, row_supply, np.diff(row_end, prepend=0))


def _supply_ends(
    demand_end: Integers, group: Integers, supply: Integers, source: Integers
) -> tuple[Integers, Integers]:
    """Return who holds each stretch of the demand line, and where that stretch ends.

    A group's supplies come in their order, cut off where its demand ends; after them comes -1,
    which holds the rest of the group.
    """
    first = group_starts(group)
    group_end = demand_end[np.append(first[1:], group.size) - 1]
    group_start = np.concatenate((np.zeros(1, dtype=np.int64), group_end[:-1]))

    place = np.searchsorted(group[first], source)  # the number of each supply's group
    known = place < first.size
    known[known] = group[first][place[known]] == source[known]
    row = np.flatnonzero(known)
    place = place[row]
    width = (group_end - group_start)[place]
    # Cut to the group's demand, so that a supply without limit cannot overflow the sum.
    usable = quantities("supply_quantity", np.minimum(supply[row], width))
    within = np.cumsum(usable)
    if row.size:
        starts = group_starts(place)
        before = within[starts] - usable[starts]
        within = within - np.repeat(before, np.diff(starts, append=place.size))
    end = group_start[place] + np.minimum(within, width)

    rest = np.searchsorted(place, np.arange(first.size), side="right") + np.arange(first.size)
    is_supply = np.ones(row.size + first.size, dtype=bool)
    is_supply[rest] = False
    holder = np.full(is_supply.size, NO_SUPPLY, dtype=np.int64)
    holder[is_supply] = row
    holder_end = np.empty(is_supply.size, dtype=np.int64)
    holder_end[is_supply] = end
    holder_end[rest] = group_end
    return holder, holder_end
