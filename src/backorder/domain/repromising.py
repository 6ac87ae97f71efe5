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

    Flags = npt.NDArray[np.bool_]

NO_DAY = -(2**31)
_LAST = np.iinfo(np.int64).max


class Told(NamedTuple):
    """What is promised per peg after the review; ``new`` marks pegs of lines told anew.

    ``slipped`` marks the pegs whose own day changed.
    """

    on: Integers
    new: Flags
    slipped: Flags


class Patience(NamedTuple):
    """How far a peg's day may drift from what was told before the customer hears of it.

    A slip is told from ``later`` days on (at least 1), or as soon as it crosses the line's
    ``latest`` acceptable or its ``legal`` day (`NO_DAY` for none); an improvement from
    ``earlier`` days on.
    """

    later: Integers
    earlier: Integers
    latest: Integers
    legal: Integers


def review(  # noqa: PLR0913 (one array per fact)
    line: Integers,
    order: Integers,
    ready: Integers,
    requested: Integers,
    told: Integers,
    *,
    on_stock: Flags,
    arrived: Flags,
    complete: Flags,
    patience: Patience | None = None,
) -> Told:
    """Return what each peg's customer is to be told, given when its units can leave.

    ``ready``: the day the supply's units can leave, `NO_DAY` without a supply. A unit is due on
    the later of that and the day ``requested``; units of an order that ships ``complete`` are all
    due on its last day. A unit is told anew when it is due later than told, when its day is no
    longer or newly known, or when it is due sooner and still waits: what is ``on_stock`` sooner
    is shipped sooner, which needs no new promise. ``patience`` lets small drifts pass: then the
    promise stands, and what is expected differs from it. A line any unit of which is told anew gets
    a new version as a whole, with every day as it is; so does each line told of an order that
    ships complete. Units that were on stock before, and did not just ``arrived`` there, keep
    their day: nothing happened to them.

    Due on 12 instead of the 9 told; sooner, but on stock already; sooner and still waiting:

    >>> a = np.array
    >>> told = review(a([1, 2, 3]), a([1, 2, 3]), a([12, 5, 5]), a([NO_DAY] * 3), a([9, 9, 9]),
    ...     on_stock=a([False, True, False]), arrived=a([False, True, False]),
    ...     complete=a([False] * 3))
    >>> told.on.tolist(), told.new.tolist()
    ([12, 9, 5], [True, False, True])
    """
    due, waiting = _due(
        order, ready, requested, told, on_stock=on_stock, arrived=arrived, complete=complete
    )
    day = np.where(due == _LAST, NO_DAY, due)
    moved = (day != told) & ((due > told) | waiting)
    slipped = moved
    if patience is not None and moved.any():
        group = np.where(complete, -order - 1, line)  # lines and orders count on their own
        slipped = moved & np.isin(group, group[moved & _worth_telling(due, told, patience)])
    new = np.isin(line, line[slipped])
    return Told(np.where(slipped, day, told), new, slipped)


def _due(  # noqa: PLR0913 (as above)
    order: Integers,
    ready: Integers,
    requested: Integers,
    told: Integers,
    *,
    on_stock: Flags,
    arrived: Flags,
    complete: Flags,
) -> tuple[Integers, Flags]:
    """Return the day each peg is due (`_LAST` for never), and whether it waits for that day."""
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
    return np.where(due == NO_DAY, told, due), waiting  # complete, all there before: it stands


def _worth_telling(due: Integers, told: Integers, patience: Patience) -> Flags:
    """Return which pegs drifted so far from what was told that the customer must hear of it.

    With 3 days of patience: 2 days later is not told, 3 days are, 1 day is that crosses the 10th.

    >>> a = np.array
    >>> _worth_telling(a([11, 12, 11]), a([9, 9, 10]), Patience(
    ...     later=a([3, 3, 3]), earlier=a([1, 1, 1]), latest=a([NO_DAY, NO_DAY, 10]),
    ...     legal=a([NO_DAY] * 3))).tolist()
    [False, True, True]
    """
    crossed = np.zeros(due.size, dtype=bool)
    for limit in (patience.latest, patience.legal):
        crossed |= (limit != NO_DAY) & (told <= limit) & (limit < due)
    known = (due != _LAST) & (told != NO_DAY)
    drift = np.where(known, due - np.where(known, told, 0), 0)
    far = (drift >= np.maximum(patience.later, 1)) | (-drift >= np.maximum(patience.earlier, 1))
    telling: Flags = ~known | far | crossed
    return telling
