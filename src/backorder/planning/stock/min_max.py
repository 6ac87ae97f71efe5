"""(s, S): buy up to S once the position has fallen to s; exact for whole units, and a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .losses import losses, poisson_pmf, poisson_span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class MinMax(NamedTuple):
    """The position at which to buy, the position to buy up to, and the cost per period."""

    low: float
    high: float
    cost: float


class _Renewal:
    """How often the position is looked at j units below S between two orders, and what it costs."""

    def __init__(self, pmf: Floats, fixed: float, one_period: Floats, least: int) -> None:
        """Begin with S itself; ``one_period`` is the cost of positions from ``least`` up."""
        self._pmf, self._fixed = pmf, fixed
        self._cost, self._least = one_period, least
        self._visits = [1.0 / (1.0 - float(pmf[0]))]

    def at(self, position: int) -> float:
        """Return the cost of one period that begins with a position, nothing ordered."""
        return float(self._cost[position - self._least])

    def cost(self, low: int, high: int) -> float:
        """Return the cost per period of (low, high)."""
        visits = self._up_to(high - low)
        positions = self._cost[low + 1 - self._least : high + 1 - self._least][::-1]
        return (self._fixed + float(visits @ positions)) / float(visits.sum())

    def _up_to(self, count: int) -> Floats:
        while len(self._visits) < count:
            j = len(self._visits)
            reach = min(j, self._pmf.size - 1)
            before = np.array(self._visits[j - reach : j])[::-1]
            found = float(self._pmf[1 : reach + 1] @ before) / (1.0 - float(self._pmf[0]))
            self._visits.append(found)
        return np.array(self._visits[:count])


def min_max_poisson(holding: float, short: float, fixed: float, mean: float) -> MinMax:
    """Return the best (s, S) for Poisson demand per period, delivered before the next period.

    Exact. (Zheng and Federgruen, Operations Research 39(4), 1991.)

    >>> low, high, cost = min_max_poisson(1, 4, 5, 6)
    >>> low, high, round(cost, 10)
    (4, 10, 8.0341115615)
    """
    span = poisson_span(mean)
    _, loss = losses(poisson_pmf(mean, 6 * span))
    least = -2 * span
    positions = np.arange(least, 4 * span)
    missing = np.where(positions < 0, mean - positions, loss[np.maximum(positions, 0)])
    one_period = holding * (positions - mean + missing) + short * missing
    walk = _Renewal(poisson_pmf(mean, span), fixed, one_period, least)
    best = int(positions[int(np.argmin(one_period))])
    low, high = best - 1, best
    while walk.cost(low, high) > walk.at(low):
        low -= 1
    cost = walk.cost(low, high)
    tried = high + 1
    while walk.at(tried) <= cost:
        if walk.cost(low, tried) < cost:
            high = tried
            while walk.cost(low, high) <= walk.at(low + 1):
                low += 1
            cost = walk.cost(low, high)
        tried += 1
    return MinMax(low, high, cost)


def min_max_power(  # noqa: PLR0913, PLR0917 (the model's parameters)
    holding: float, short: float, fixed: float, mean: float, sd: float, lead_time: float = 0.0
) -> MinMax:
    """Return (s, S) by the power approximation; its cost is not known (NaN).

    (Ehrhardt and Mosier, Management Science 30(5), 1984; Snyder and Shen, 4.4.3.)

    >>> [round(v, 8) for v in min_max_power(0.18, 0.7, 2.5, 50, 8)[:2]]
    [40.19461696, 74.29017011]
    """
    exposed = mean * (lead_time + 1.0)
    spread = sd * float(np.sqrt(lead_time + 1.0))
    lot = 1.30 * mean**0.494 * (fixed / holding) ** 0.506 * (1 + spread**2 / mean**2) ** 0.116
    z = float(np.sqrt(lot * holding / (spread * short)))
    low = 0.973 * exposed + spread * (0.183 / z + 1.063 - 2.192 * z)
    return MinMax(low, low + lot, float("nan"))
