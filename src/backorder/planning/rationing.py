"""Rationing: how much stock to keep back for better customers who have not come yet.

Fair share divides units among orders that are there. Rationing refuses a lesser order now, because
a better one may come before the next receipt. Chances and penalties are numbers of the caller's;
both rules are exact for the model they state.
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    Floats = npt.NDArray[np.float64]


class Rationing(NamedTuple):
    """How many units to keep, by class, and what that costs.

    ``keep``: shape (classes, periods + 1); a unit is given to class c with n periods to go only
    if more than ``keep[c, n]`` units are there. ``cost``: shape (periods + 1, units + 1), the
    expected penalty until the next receipt.
    """

    keep: Integers
    cost: Floats


def topkis(
    chance: Sequence[float], penalty: Sequence[float], periods: int, units: int
) -> Rationing:
    """Return how many units to keep back with n periods to go to the next receipt.

    In each period at most one unit is asked for: with ``chance[c]`` by class c. Not serving it
    costs ``penalty[c]`` (money); classes are given from the highest penalty down. ``units``: the
    most stock looked at. A unit is worth giving away if its penalty is at least what the unit
    would save later: V_n(x) = sum_c chance_c min(penalty_c + V_{n-1}(x), V_{n-1}(x - 1)) + (1 -
    sum chance) V_{n-1}(x), V_0 = 0. (Topkis, Management Science 15(3), 1968.)

    Raises ``BackorderError`` (``bad_chance``) unless chances are in [0, 1] and sum to at most 1,
    penalties do not rise, and both lists are of one length.

    Two classes, asking with chances 0.3 and 0.4, with penalties 10 and 2:

    >>> ration = topkis([0.3, 0.4], [10, 2], periods=12, units=10)
    >>> ration.keep[1, 1:].tolist()
    [0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    >>> round(float(ration.cost[12, 5]), 6), round(float(ration.cost[12, 3]), 6)
    (9.151589, 18.696355)
    """
    _check(chance, penalty)
    cost = np.zeros((periods + 1, units + 1))
    keep = np.zeros((len(chance), periods + 1), dtype=np.int64)
    for n in range(1, periods + 1):
        later = cost[n - 1]
        saves = later[:-1] - later[1:]  # by the (x + 1)th unit; falls with x
        total = (1.0 - math.fsum(chance)) * later
        for c, (p, fee) in enumerate(zip(chance, penalty, strict=True)):
            keep[c, n] = int(np.count_nonzero(saves > fee))
            served = np.append(np.inf, later[:-1])
            total = total + p * np.minimum(fee + later, served)
        cost[n] = total
    return Rationing(keep, cost)


def without_rationing(
    chance: Sequence[float], penalty: Sequence[float], periods: int, units: int
) -> Floats:
    """Return the expected penalty if whoever comes first is served, shaped as `Rationing.cost`.

    >>> cost = without_rationing([0.3, 0.4], [10, 2], periods=12, units=5)
    >>> round(float(cost[12, 5]), 6)
    18.519047
    """
    _check(chance, penalty)
    asked = math.fsum(chance)
    missed = math.fsum(p * fee for p, fee in zip(chance, penalty, strict=True))
    cost = np.zeros((periods + 1, units + 1))
    for n in range(1, periods + 1):
        later = cost[n - 1]
        cost[n, 1:] = asked * later[:-1] + (1.0 - asked) * later[1:]
        cost[n, 0] = missed + later[0]
    return cost


def protect_poisson(mean: float, ratio: float) -> int:
    """Return the units to keep for the better class, whose demand is Poisson.

    ``mean``: its expected demand in units. ``ratio``: the lesser class's value of a unit divided
    by the better's. Kept is the smallest y with P(demand <= y) >= 1 - ratio. (Littlewood's rule,
    1972; Talluri and van Ryzin, The Theory and Practice of Revenue Management, 2.2.1.)

    >>> protect_poisson(10, 0.2)
    13
    """
    _check_ratio(ratio)
    if mean < 0 or not math.isfinite(mean):
        raise BackorderError("bad_chance", "A mean is a number from 0 up.", mean=mean)
    if mean == 0:
        return 0
    y, reached = 0, math.exp(-mean)
    beyond = mean + 40 * math.sqrt(mean) + 40  # where a rounded sum may stay short of 1 for ever
    while reached < 1.0 - ratio and y < beyond:
        y += 1
        reached += math.exp(y * math.log(mean) - mean - math.lgamma(y + 1))
    return y


def protect_normal(mean: float, deviation: float, ratio: float) -> float:
    """Return the units to keep for the better class, whose demand is normal; as `protect_poisson`.

    >>> round(protect_normal(100, 20, 0.4), 4)
    105.0669
    """
    _check_ratio(ratio)
    return NormalDist(mean, deviation).inv_cdf(1.0 - ratio)


def _check(chance: Sequence[float], penalty: Sequence[float]) -> None:
    """Raise ``BackorderError`` unless chances and penalties describe classes, best first."""
    fine = (
        len(chance) == len(penalty)
        and all(0 <= p <= 1 for p in chance)
        and math.fsum(chance) <= 1
        and all(a >= b for a, b in pairwise(penalty))
    )
    if not fine:
        raise BackorderError(
            "bad_chance",
            "Chances are from 0 to 1 and sum to at most 1; penalties fall, one for each chance.",
            chance=list(chance),
            penalty=list(penalty),
        )


def _check_ratio(ratio: float) -> None:
    """Raise ``BackorderError`` unless a ratio of values lies between 0 and 1."""
    if not 0 < ratio < 1:
        raise BackorderError("bad_chance", "A ratio lies between 0 and 1.", ratio=ratio)
