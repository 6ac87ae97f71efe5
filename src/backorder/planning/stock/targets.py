"""The least reorder point that reaches a service level, and the one that costs least.

Each function takes the worth of positions and how the policy visits them; the answer is exact for
both, by looking at every reorder point of the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .positions import Worth, averaged

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


def cost_per_day(worth: Worth, rate: Floats, prices: Prices, visits: Visits) -> Floats:
    """Return the money per day for s = -1, 0, 1 ... columns, shape (products, width + 1)."""
    running = (
        prices.holding[:, None] * worth.on_hand
        + prices.waiting[:, None] * worth.waiting
        + (prices.missed * rate)[:, None] * worth.missed
    )
    cost = averaged(running, prices.holding * worth.step, visits.columns, visits.jump)
    orders = rate / np.maximum(visits.lot * worth.step, _LESS)
    return cost + (prices.order * orders)[:, None]


def cheapest(worth: Worth, rate: Floats, prices: Prices, visits: Visits) -> Found:
    """Return the reorder point that costs least."""
    cost = cost_per_day(worth, rate, prices, visits)
    best = cost.argmin(axis=1)
    return Found(best - 1, cost[np.arange(best.size), best])


def filling(worth: Worth, visits: Visits, share: Floats) -> Ints:
    """Return the least reorder point in columns with which ``share`` of units find stock."""
    none = np.zeros(worth.step.size)
    missed = averaged(worth.missed, none, visits.columns, visits.jump)
    return _first(missed <= 1.0 - share[:, None] + _LESS) - 1


def covering(worth: Worth, share: Floats) -> Ints:
    """Return the least reorder point in columns with which ``share`` of cycles are not short."""
    return _first(worth.cycle >= share[:, None] - _LESS)


def achieved(worth: Worth, visits: Visits, column: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Return fill and cycle service (shares of 1), mean units on hand and mean units waiting."""
    none = np.zeros(worth.step.size)
    row, at = np.arange(column.size), column + 1
    ways = (
        (worth.missed, none),
        (worth.on_hand, worth.step.astype(np.float64)),
        (worth.waiting, none),
    )
    missed, held, waiting = (
        averaged(values, slope, visits.columns, visits.jump)[row, at] for values, slope in ways
    )
    cycle = np.where(column >= 0, worth.cycle[row, np.maximum(column, 0)], 0.0)
    return 1.0 - missed, cycle, held, waiting


def _first(reached: NDArray[np.bool_]) -> Ints:
    """Return the first column that reaches it; the last one where none does."""
    found = reached.argmax(axis=1)
    return np.asarray(np.where(reached.any(axis=1), found, reached.shape[1] - 1), np.int64)
