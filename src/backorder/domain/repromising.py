"""Re-promising: which lines are told a new day, and which day.

Pure; one row per peg. Days are numbers that grow with the date, `NO_DAY` for an unknown one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .ranking import order as in_order

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ranking import Integers

NO_DAY = -(2**31)
_LAST = np.iinfo(np.int64).max


class Told(NamedTuple):
    """What is promised per peg after the review; ``new`` marks pegs of lines told anew.

    ``slipped`` marks the pegs whose own day changed.
    """

    on: Integers
    new: npt.NDArray[np.bool_]
    slipped: npt.NDArray[np.bool_]


def review(  # noqa: PLR0913 (one array per fact)
    line: Integers,
    order: Integers,
    ready: Integers,
    requested: Integers,
    told: Integers,
    *,
    on_stock: npt.NDArray[np.bool_],
    arrived: npt.NDArray[np.bool_],
    complete: npt.NDArray[np.bool_],
) -> Told:
    """Return what each peg's customer is to be told, given when its units can leave.

    ``ready``: the day the supply's units can leave, `NO_DAY` without a supply. A unit is due on
    the later of that and the day ``requested``; units of an order that ships ``complete`` are all
    due on its last day. A unit is told anew when it is due later than told, when its day is no
    longer or newly known, or when it is due sooner and still waits: what is ``on_stock`` sooner
    is shipped sooner, which needs no new promise. A line any unit of which is told anew gets a new
    version as a whole; its other units keep their day. Units that were on stock before, and did
    not just ``arrived`` there, keep their day too: nothing happened to them.

    Due on 12 instead of the 9 told; sooner, but on stock already; sooner and still waiting:

    >>> a = np.array
    >>> told = review(a([1, 2, 3]), a([1, 2, 3]), a([12, 5, 5]), a([NO_DAY] * 3), a([9, 9, 9]),
    ...     on_stock=a([False, True, False]), arrived=a([False, True, False]),
    ...     complete=a([False] * 3))
    >>> told.on.tolist(), told.new.tolist()
    ([12, 9, 5], [True, False, True])
    """
    unknown = ready == NO_DAY
    due = np.where(unknown, _LAST, np.maximum(ready, requested))
    due = np.where(on_stock & ~arrived, np.where(complete, requested, told), due)
    waiting = ~on_stock
    if complete.any():
        at = in_order(order)
        first = np.flatnonzero(np.diff(order[at], prepend=-1) != 0)
        rows = np.diff(first, append=order.size)
        last = np.empty_like(due)
        last[at] = np.repeat(np.maximum.reduceat(due[at], first), rows)
        any_waiting = np.empty_like(waiting)
        any_waiting[at] = np.repeat(np.logical_or.reduceat(waiting[at], first), rows)
        due = np.where(complete, last, due)
        waiting = np.where(complete, any_waiting, waiting)
    due = np.where(due == NO_DAY, told, due)  # complete, all there before: its day stands
    day = np.where(due == _LAST, NO_DAY, due)
    slipped = (day != told) & ((due > told) | waiting)
    lines_told = np.unique(line[slipped])
    new = np.isin(line, lines_told)
    return Told(np.where(slipped, day, told), new, slipped)
