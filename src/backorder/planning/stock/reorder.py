"""(r, Q): order a fixed lot Q once the position reaches r; service, cost, and the best pair.

Continuous review. ``mean`` and ``sd`` are of the demand in one lead time; ``rate`` is the demand
per period. Source: Snyder and Shen, chapter 5; Silver, Pyke and Peterson, chapter 7.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .losses import (
    losses,
    normal_cdf,
    normal_loss,
    normal_quantile,
    normal_second_loss,
    poisson_pmf,
    poisson_span,
)
from .lots import economic_lot

if TYPE_CHECKING:
    from collections.abc import Callable

_NEAR = 1e-12
_TURNS = 200


class Prices(NamedTuple):
    """Money: per unit held and period, per unit missing and period, per order."""

    holding: float
    short: float
    fixed: float


class Pair(NamedTuple):
    """A reorder point, a lot, and what both cost per period."""

    point: float
    lot: float
    cost: float


class Achieved(NamedTuple):
    """Units filled at once (share of 1), mean units waiting, mean units on hand."""

    fill: float
    waiting: float
    on_hand: float


def service_normal(point: float, lot: float, mean: float, sd: float) -> Achieved:
    """Return what (r, Q) achieves with normal lead-time demand; exact, both ends of the cycle.

    >>> found = service_normal(126.8, 328.5, 1300 / 12, 150 / 12**0.5)
    >>> round(found.fill, 10), round(found.waiting, 10)
    (0.9708099868, 0.6861949764)
    """
    low, high = (point - mean) / sd, (point + lot - mean) / sd
    missing = sd * float(normal_loss(low) - normal_loss(high)) / lot
    waiting = sd**2 * float(normal_second_loss(low) - normal_second_loss(high)) / lot
    return Achieved(1.0 - missing, waiting, point - mean + lot / 2.0 + waiting)


def cost_normal(  # noqa: PLR0913, PLR0917 (the model's parameters)
    point: float, lot: float, prices: Prices, rate: float, mean: float, sd: float
) -> float:
    """Return the cost per period of (r, Q) with normal lead-time demand.

    >>> prices = Prices(0.225, 7.5, 8.0)
    >>> round(cost_normal(126.8, 328.5, prices, 1300, 1300 / 12, 150 / 12**0.5), 10)
    78.0711625093
    """
    found = service_normal(point, lot, mean, sd)
    running = prices.holding * found.on_hand + prices.short * found.waiting
    return running + prices.fixed * rate / lot


def pair_normal(prices: Prices, rate: float, mean: float, sd: float) -> Pair:
    """Return r and Q that are best by the loss functions, each for the other until both rest.

    >>> found = pair_normal(Prices(0.225, 7.5, 8.0), 1300, 1300 / 12, 150 / 12**0.5)
    >>> round(found.point, 6), round(found.lot, 6)
    (126.867063, 328.449142)
    """
    lot = float(economic_lot(prices.fixed, prices.holding, rate).quantity)
    for _ in range(_TURNS):
        point = point_for_lot_normal(lot, prices, mean, sd)
        missing = sd**2 * float(normal_second_loss((point - mean) / sd))
        spent = prices.fixed * rate + (prices.holding + prices.short) * missing
        before, lot = lot, math.sqrt(2.0 * spent / prices.holding)
        if abs(lot - before) < _NEAR * lot:
            break
    return Pair(point, lot, cost_normal(point, lot, prices, rate, mean, sd))


def point_for_lot_normal(lot: float, prices: Prices, mean: float, sd: float) -> float:
    """Return the r that is best for a given Q: n(r) = Q h / (h + p).

    >>> prices = Prices(0.225, 7.5, 8.0)
    >>> round(point_for_lot_normal(308.57378, prices, 1300 / 12, 150 / 12**0.5), 5)
    128.63781
    """
    wanted = lot * prices.holding / (prices.holding + prices.short)
    return mean + sd * bisect(lambda z: wanted / sd - float(normal_loss(z)), -60.0, 40.0)


def pair_expected_level(prices: Prices, rate: float, mean: float, sd: float) -> Pair:
    """Return r and Q where each unit short costs once, however long it waits (EIL approximation).

    >>> found = pair_expected_level(Prices(0.225, 7.5, 8.0), 1300, 1300 / 12, 150 / 12**0.5)
    >>> [round(v, 6) for v in found]
    [213.970442, 318.590181, 95.45114]
    """
    lot = float(economic_lot(prices.fixed, prices.holding, rate).quantity)
    for _ in range(_TURNS):
        z = float(normal_quantile(1.0 - lot * prices.holding / (prices.short * rate)))
        missing = sd * float(normal_loss(z))
        spent = prices.fixed + prices.short * missing
        before, lot = lot, math.sqrt(2.0 * rate * spent / prices.holding)
        if abs(lot - before) < _NEAR * lot:
            break
    point = mean + sd * z
    cost = prices.holding * (point - mean + lot / 2.0) + spent * rate / lot
    return Pair(point, lot, cost)


def point_with_safety(prices: Prices, mean: float, sd: float) -> float:
    """Return the r of the textbook: mean plus safety stock for the critical ratio.

    >>> round(point_with_safety(Prices(0.225, 7.5, 8.0), 1300 / 12, 150 / 12**0.5), 6)
    190.336997
    """
    share = prices.short / (prices.short + prices.holding)
    return mean + sd * float(normal_quantile(share))


def pair_poisson(prices: Prices, rate: float, lead_time: float) -> Pair:
    """Return the best r and Q for customers who come one by one, at random. Exact.

    The positions from r + 1 to r + Q are equally likely; the lot grows by the cheaper neighbour
    as long as that is cheaper than the mean. (Federgruen and Zheng, Operations Research 40(4).)

    >>> found = pair_poisson(Prices(20, 150, 100), 1.5, 2.0)
    >>> found.point, found.lot, round(found.cost, 10)
    (3, 5, 107.9235806331)
    >>> found = pair_poisson(Prices(4, 28, 4), 12.0, 0.5)
    >>> found.point, found.lot, round(found.cost, 10)
    (6, 7, 28.2413128422)
    """
    mean = rate * lead_time
    most = 4 * poisson_span(mean)
    _, loss = losses(poisson_pmf(mean, most))

    def running(position: int) -> float:
        missing = float(loss[position]) if 0 <= position < most else max(0.0, mean - position)
        return prices.holding * (position - mean + missing) + prices.short * missing

    low = high = min(range(most), key=running)
    total = prices.fixed * rate + running(low)
    while True:
        below, above = running(low - 1), running(high + 1)
        if min(below, above) >= total / (high - low + 1):
            break
        total += min(below, above)
        low, high = (low - 1, high) if below < above else (low, high + 1)
    lot = high - low + 1
    return Pair(low - 1, lot, total / lot)


def service_poisson(point: int, lot: int, mean: float) -> Achieved:
    """Return what (r, Q) achieves with Poisson lead-time demand: the mean over r + 1 .. r + Q.

    >>> [round(v, 10) for v in service_poisson(3, 5, 3.0)]
    [0.8666328304, 0.1054328273, 3.1054328273]
    """
    cdf, loss = losses(poisson_pmf(mean, point + lot + poisson_span(mean)))
    positions = np.arange(point + 1, point + lot + 1)
    known = np.maximum(positions, 0)
    fill = np.where(positions > 0, cdf[np.maximum(positions - 1, 0)], 0.0).mean()
    waiting = float(np.where(positions >= 0, loss[known], mean - positions).mean())
    return Achieved(float(fill), waiting, float(positions.mean()) - mean + waiting)


def bisect(rises: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function crosses nought, to the last digits.

    >>> round(bisect(lambda x: x * x - 2.0, 0.0, 2.0), 12)
    1.414213562373
    """
    for _ in range(_TURNS):
        middle = (low + high) / 2.0
        if middle in {low, high}:
            break
        if rises(middle) < 0.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def normal_cycle(point: float, mean: float, sd: float) -> float:
    """Return the share of lead times whose demand ``point`` covers.

    >>> round(normal_cycle(1260.7446, 900, 219.3171220), 6)
    0.95
    """
    return float(normal_cdf((point - mean) / sd))
