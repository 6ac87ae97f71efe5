"""Lots over time and over products: known demand period by period, and products bought together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Schedule(NamedTuple):
    """What to order in each period, and the cost of all of them."""

    orders: list[float]
    cost: float


class Joint(NamedTuple):
    """How often to order together, every how many times each product, and the cost per period."""

    every: float
    multiples: NDArray[np.int64]
    cost: float


def wagner_whitin(fixed: float, holding: float, demand: Sequence[float]) -> Schedule:
    """Return the cheapest orders for known demand; each order covers whole periods.

    ``fixed``: money per order; ``holding``: money per unit and period, at the end of a period.
    (Wagner and Whitin, Management Science 5(1), 1958; Snyder and Shen, 3.7.)

    >>> wagner_whitin(500, 2, [90, 120, 80, 70])
    Schedule(orders=[210.0, 0.0, 150.0, 0.0], cost=1380.0)
    """
    periods = len(demand)
    cost = [0.0] * (periods + 1)  # of the periods from t on
    until = [periods] * periods
    for t in reversed(range(periods)):
        held, best = 0.0, np.inf
        for end in range(t + 1, periods + 1):
            held += holding * (end - 1 - t) * demand[end - 1]
            if (total := fixed + held + cost[end]) < best:
                best, until[t] = total, end
        cost[t] = float(best)
    orders = [0.0] * periods
    t = 0
    while t < periods:
        orders[t] = float(sum(demand[t : until[t]]))
        t = until[t]
    return Schedule(orders, cost[0])


def joint_replenishment(
    fixed: float, each: Sequence[float], holding: Sequence[float], rate: Sequence[float]
) -> Joint:
    """Return a cycle for products that one order brings.

    ``fixed``: money per order; ``each``: money per product in it. (Silver, Pyke and Peterson,
    Inventory Management and Production Planning and Scheduling, 11.2.)

    >>> found = joint_replenishment(40, [15] * 4, [0.24] * 4, [86000, 12500, 1400, 3000])
    >>> round(found.every, 10), found.multiples.tolist(), round(found.cost, 8)
    (0.0761734026, [1, 1, 4, 3], 2067.65084093)
    """
    minor = np.asarray(each, np.float64)
    flow = np.asarray(holding, np.float64) * np.asarray(rate, np.float64)
    first = int(np.argmin(minor / flow))
    ratio = np.sqrt(minor / flow * flow[first] / (fixed + minor[first]))
    multiples = np.maximum(1, np.rint(ratio)).astype(np.int64)
    multiples[first] = 1
    spent = fixed + float((minor / multiples).sum())
    held = float((flow * multiples).sum())
    every = float(np.sqrt(2.0 * spent / held))
    return Joint(every, multiples, spent / every + every * held / 2.0)
