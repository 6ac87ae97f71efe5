"""What a reallocation changes for whom, and which of it is worth the trouble."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .ranking import order
from .reallocation_pool import NEVER, Holdings
from .sums import sums

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ranking import Integers
    from .reallocation_pool import Cells

    Flags = npt.NDArray[np.bool_]

UNKNOWN_DAYS = 1_000_000  # how much longer than today a unit without a date is taken to wait


class Difference(NamedTuple):
    """What changes for each line. One length.

    ``changed``: whether it holds other units. ``before`` and ``after``: the day its last unit can
    leave, but not before it is wanted; `NEVER` if unknown. ``unit_days``: the days that all its
    units together come later, below nought for sooner.
    """

    changed: Flags
    before: Integers
    after: Integers
    unit_days: Integers

    @property
    def outcome(self) -> Integers:
        """Return 1 for lines that gain, -1 for those that lose, 0 for no change of days.

        The last day decides, then all days together.
        """
        last = np.sign(self.before - self.after)
        return np.where(last != 0, last, -np.sign(self.unit_days))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may change at most; None for no limit.

    ``lines``: lines that change. ``slip_days``: days that the last unit of a line may come later; a
    date that becomes unknown is beyond every limit. ``gain_days``: a product is left as it is
    unless the last unit of one of its lines comes so many days sooner.
    """

    lines: int | None = None
    slip_days: int | None = None
    gain_days: int | None = None


def compare(before: Holdings, after: Holdings, cells: Cells, wanted: Integers) -> Difference:
    """Return what changes for each line; ``wanted``: the first day it wants to have its units.

    >>> from .reallocation_pool import Cells
    >>> a = np.array
    >>> found = compare(
    ...     Holdings(a([0, 1]), a([0, 1]), a([5, 5])), Holdings(a([0, 1]), a([1, 0]), a([5, 5])),
    ...     Cells(a([0, 0]), a([0, 9]), a([2, 9])), wanted=a([0, 4]))
    >>> found.before.tolist(), found.after.tolist(), found.unit_days.tolist()
    ([2, 9], [9, 4], [35, -25])
    >>> found.outcome.tolist()
    [-1, 1]
    """
    last, days = [], []
    for held in (before, after):
        ready = cells.ready[held.cell]
        day = np.maximum(ready, wanted[held.line])
        latest = np.zeros(wanted.size, dtype=np.int64)
        np.maximum.at(latest, held.line, day)
        last.append(latest)
        counted = np.where(ready == NEVER, wanted[held.line] + UNKNOWN_DAYS, day)
        days.append(sums(held.line, counted * held.units, wanted.size))
    changed = _changed(before, after, wanted.size)
    return Difference(changed, last[0], last[1], days[1] - days[0])


def _changed(before: Holdings, after: Holdings, lines: int) -> Flags:
    line = np.concatenate([before.line, after.line])
    cell = np.concatenate([before.cell, after.cell])
    units = np.concatenate([before.units, -after.units])
    row = order(line, cell)
    line, cell, units = line[row], cell[row], units[row]
    fresh = (np.diff(line, prepend=-1) != 0) | (np.diff(cell, prepend=-1) != 0)
    first = np.flatnonzero(fresh)
    changed = np.zeros(lines, dtype=bool)
    if first.size:
        changed[line[first][np.add.reduceat(units, first) != 0]] = True
    return changed


def beyond(found: Difference, product: Integers, limits: Limits, turn: Integers) -> dict[int, str]:
    """Return the products to leave as they are, and why; a product changes as a whole or not.

    Products with a slip beyond the limit and those not worth it are out. Of the others those with
    the most days gained (units x days of the lines that gain) change first, as long as their lines
    fit within the limit; one that does not fit is passed over. ``turn``: one number for each
    product, which decides where gains are equal.
    """
    rows = np.flatnonzero(found.changed)
    if not rows.size or limits == Limits():
        return {}
    size = int(product.max()) + 1
    slip = np.zeros(size, dtype=np.int64)
    np.maximum.at(slip, product[rows], (found.after - found.before)[rows])
    gain = np.zeros(size, dtype=np.int64)
    np.maximum.at(gain, product[rows], (found.before - found.after)[rows])
    total = sums(product[rows], np.maximum(-found.unit_days[rows], 0), size)
    lines = np.bincount(product[rows], minlength=size)
    out: dict[int, str] = {}
    left = rows.size if limits.lines is None else limits.lines
    for one in sorted(np.flatnonzero(lines).tolist(), key=lambda p: (-total[p], turn[p])):
        if limits.slip_days is not None and slip[one] > limits.slip_days:
            out[one] = "slip_too_long"
        elif limits.gain_days is not None and gain[one] < limits.gain_days:
            out[one] = "gain_too_small"
        elif lines[one] > left:
            out[one] = "too_many_lines"
        else:
            left -= int(lines[one])
    return out


def keep(before: Holdings, after: Holdings, stays: Flags) -> Holdings:
    """Return what lines hold if those that ``stays`` marks keep what they have."""
    old, new = stays[before.line], ~stays[after.line]
    columns = [np.concatenate([a[old], b[new]]) for a, b in zip(before, after, strict=True)]
    row = order(columns[0], columns[1])
    return Holdings(*(column[row] for column in columns))
