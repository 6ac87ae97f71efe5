"""The least reorder point that reaches a service level, and the one that costs least.

Each function takes the worth of positions and how the policy visits them; the answer is exact for
both, by looking at every reorder point of the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .positions import Averages, Worth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_LESS = 1e-9


class Prices(NamedTuple):
    """Money per product: a unit held and a unit waiting, per day; a unit missed; an order.

    ``missed`` is what it costs that a unit could not be had at once, however long it waits: the
    handling of a backorder, or the margin times the chance that the sale is lost.
    """

    holding: Floats
    waiting: Floats
    missed: Floats
    order: Floats


class Visits(NamedTuple):
    """How a policy visits positions: S - s and the undershoot, both in columns of the table."""

    columns: Ints
    jump: Floats

    @property
    def lot(self) -> Floats:
        """Return the mean columns that one order brings."""
        return np.asarray(self.columns + self.jump, np.float64)


class Found(NamedTuple):
    """A reorder point per product in columns (-1: buy only when someone waits), and its cost."""

    column: Ints
    cost: Floats


class Costs:
    """The money per day of every reorder point, for as many lots as one likes to try."""

    def __init__(self, worth: Worth, rate: Floats, prices: Prices) -> None:
        """Take the worth of positions and put prices on it."""
        running = prices.holding[:, None] * worth.on_hand
        running += prices.waiting[:, None] * worth.waiting
        running += (prices.missed * rate)[:, None] * worth.missed
        self._means = Averages(running, prices.holding * worth.step)
        self._spent = prices.order * rate / worth.step

    def cheapest(self, visits: Visits) -> Found:
        """Return the reorder point that costs least."""
        cost = self._means.over(*visits)
        best = cost.argmin(axis=1)
        return Found(best - 1, cost[np.arange(best.size), best] + self._spent / visits.lot)

    def at(self, visits: Visits, column: Ints) -> Floats:
        """Return what one reorder point per product costs."""
        return np.asarray(self._means.at(*visits, column) + self._spent / visits.lot, np.float64)


def filling(worth: Worth, visits: Visits, share: Floats) -> Ints:
    """Return the least reorder point in columns with which ``share`` of units find stock."""
    missed = Averages(worth.missed, np.zeros(worth.step.size)).over(*visits)
    return _first(missed <= 1.0 - share[:, None] + _LESS) - 1


def covering(worth: Worth, share: Floats) -> Ints:
    """Return the least reorder point in columns with which ``share`` of cycles are not short."""
    return _first(worth.cycle >= share[:, None] - _LESS)


def achieved(worth: Worth, visits: Visits, column: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Return fill and cycle service (shares of 1), mean units on hand and mean units waiting."""
    none = np.zeros(worth.step.size)
    ways = (
        (worth.missed, none),
        (worth.on_hand, worth.step.astype(np.float64)),
        (worth.waiting, none),
    )
    missed, held, waiting = (Averages(values, slope).at(*visits, column) for values, slope in ways)
    row = np.arange(column.size)
    cycle = np.where(column >= 0, worth.cycle[row, np.maximum(column, 0)], 0.0)
    return 1.0 - missed, cycle, held, waiting


def _first(reached: NDArray[np.bool_]) -> Ints:
    """Return the first column that reaches it; the last one where none does."""
    found = reached.argmax(axis=1)
    return np.asarray(np.where(reached.any(axis=1), found, reached.shape[1] - 1), np.int64)
