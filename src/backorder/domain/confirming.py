"""Confirming: which of the days of a quote can still be kept, and which day counts else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .ranking import order as in_order

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ranking import Integers


def kept_days(
    order: Integers,
    ready: Integers,
    requested: Integers,
    told: Integers,
    complete: npt.NDArray[np.bool_],
) -> Integers:
    """Return the day each peg is promised for when its quote becomes an order.

    All arrays have one row per peg: its order, the day its supply's units can leave, the day asked
    for, the day quoted, and whether the order ships complete. The quoted day stands where units can
    leave by then, even where they could leave sooner; units of an order that ships complete leave
    on its last day.

    Quoted for 9: the first can leave on 5, the second slipped to 12:

    >>> a = np.array
    >>> kept_days(a([1, 2]), a([5, 12]), a([0, 0]), a([9, 9]), a([False, False])).tolist()
    [9, 12]
    >>> kept_days(a([1, 1]), a([5, 12]), a([0, 0]), a([9, 9]), a([True, True])).tolist()
    [12, 12]
    """
    day = np.maximum(np.maximum(ready, requested), told)
    if complete.any():
        at = in_order(order)
        first = np.flatnonzero(np.diff(order[at], prepend=-1) != 0)
        rows = np.diff(first, append=order.size)
        last = np.empty_like(day)
        last[at] = np.repeat(np.maximum.reduceat(day[at], first), rows)
        day = np.where(complete, last, day)
    return day
