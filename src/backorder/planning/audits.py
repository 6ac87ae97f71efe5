"""Audits: which products to count, and which of them first, by class and risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .stock.classes import abc

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers


class OnShelf(NamedTuple):
    """Products at a place, as columns; money in minor units.

    ``value``: of what lies there; ``usage``: of what left in a year. ``moves`` since the last
    count; ``off`` and ``expected``: units by which the last count differed, and of how many.
    ``signals``: losses and picks that fell short since. ``days``: since the last count, -1 for
    never.
    """

    value: Integers
    usage: Integers
    moves: Integers
    off: Integers
    expected: Integers
    signals: Integers
    days: Integers


class CountPlan(NamedTuple):
    """By product: its class A, B or C, whether it is due, days until then, and its risk."""

    abc: npt.NDArray[np.str_]
    due: npt.NDArray[np.bool_]
    due_in: Integers
    risk: Integers


def plan(shelf: OnShelf, every_days: tuple[int, int, int]) -> CountPlan:
    """Return what is due, and what is at risk where it is not counted.

    Each class is counted ``every_days``; what was never counted is due, and what lost units or fell
    short since the last count is due at once. Risk is the value that lies there or leaves in a
    month, times the chance that the books are wrong: it grows with every move since the last count
    (one in a hundred goes wrong), with what the last count was off, and with every signal.

    >>> one = np.array([1], dtype=np.int64)
    >>> calm = OnShelf(one * 1000, one * 0, one * 10, one * 0, one * 50, one * 0, one * 5)
    >>> plan(calm, (30, 90, 180)).due.tolist(), plan(calm, (30, 90, 180)).risk.tolist()
    ([False], [96])
    >>> plan(calm._replace(signals=one), (30, 90, 180)).due.tolist()
    [True]
    """
    classes = abc(shelf.usage.astype(np.float64))
    every = np.array(every_days, dtype=np.int64)[
        np.searchsorted(np.array(["A", "B", "C"]), classes)
    ]
    due_in = np.where(shelf.days < 0, 0, every - shelf.days)
    right = 0.99**shelf.moves
    right *= 1.0 - np.minimum(shelf.off / np.maximum(shelf.expected, 1), 0.9)
    right *= 0.5 ** np.minimum(shelf.signals, 20)
    at_stake = np.maximum(shelf.value, shelf.usage / 12)
    risk = np.rint(at_stake * (1.0 - right)).astype(np.int64)
    return CountPlan(classes, (due_in <= 0) | (shelf.signals > 0), due_in, risk)
