"""How good a forecast was: bias, RMSSE, pinball loss, coverage, CRPS, and kinds of demand.

Never MAE or MASE for demand that comes now and then: forecasting nothing at all wins by them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from .series import Floats, Integers

SMOOTH, ERRATIC, INTERMITTENT, LUMPY = range(4)
CLASSES = ("smooth", "erratic", "intermittent", "lumpy")
LONG_GAP, WIDE_SPREAD = 1.32, 0.49  # Syntetos, Boylan and Croston, JORS 56(5), 2005


def bias(actual: npt.ArrayLike, mean: npt.ArrayLike) -> float:
    """Return by which share of demand the forecast was too high: (sum f - sum y) / sum y.

    >>> bias([2, 2], [3, 3])
    0.5
    """
    asked = float(np.sum(actual))
    return (float(np.sum(mean)) - asked) / asked if asked else float("nan")


def step_scale(history: Floats, power: int) -> Floats:
    """Return the mean of |y_t - y_(t-1)|^power of each series, 0 where it never moved: (n,)."""
    if history.shape[-1] <= 1:
        return np.zeros(history.shape[:-1])
    return np.nan_to_num(known_mean(np.abs(np.diff(history, axis=-1)) ** power))


def known_mean(values: Floats) -> Floats:
    """Return the mean over the last axis of what is known; nan where nothing is.

    >>> known_mean(np.array([[1.0, np.nan], [np.nan, np.nan]])).tolist()
    [1.0, nan]
    """
    known = ~np.isnan(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0).sum(axis=-1)
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0))


def rmsse(history: npt.ArrayLike, actual: npt.ArrayLike, mean: npt.ArrayLike) -> Floats:
    """Return the root mean squared scaled error of each series; nan where history never moved.

    ``history`` (n, T), ``actual`` and ``mean`` (n, H). Scaled by the mean squared change from one
    period of history to the next (the measure of the M5 competition).

    >>> y = [[0, 2, 0, 0, 3, 0, 1, 0]]
    >>> rmsse(y, [[0, 1, 0]], [[0.75, 0.75, 0.75]]).round(7).tolist()
    [0.3145764]
    """
    scale = step_scale(np.asarray(history, float), 2)
    error = known_mean((np.asarray(actual, float) - np.asarray(mean, float)) ** 2)
    ratio = np.divide(error, scale, out=np.full(scale.shape, np.nan), where=scale > 0)
    return np.asarray(np.sqrt(ratio))


def pinball(actual: npt.ArrayLike, quantile: npt.ArrayLike, level: float) -> Floats:
    """Return the pinball loss of each entry: level (y - f) above, (1 - level) (f - y) below.

    >>> float(pinball([0, 3, 0, 0, 5, 0], [1, 2, 1, 1, 4, 1], 0.8).mean().round(12))
    0.4
    """
    error = np.asarray(actual, float) - np.asarray(quantile, float)
    return np.asarray(np.maximum(level * error, (level - 1) * error))


def scaled_pinball(
    history: npt.ArrayLike, actual: npt.ArrayLike, quantile: npt.ArrayLike, level: float
) -> Floats:
    """Return each series' mean pinball loss over the mean |change| in its history: shape (n,)."""
    scale = step_scale(np.asarray(history, float), 1)
    loss = known_mean(pinball(actual, quantile, level))
    return np.asarray(np.divide(loss, scale, out=np.full(scale.shape, np.nan), where=scale > 0))


def coverage(actual: npt.ArrayLike, quantile: npt.ArrayLike) -> float:
    """Return the share of what came about that was not above the quantile.

    >>> coverage([1, 2, 3, 4], [3, 3, 3, 3])
    0.75
    """
    seen = np.asarray(actual, float)
    known = ~np.isnan(seen)
    under = (seen <= np.asarray(quantile, float))[known]
    return float(under.mean()) if under.size else float("nan")


def crps_poisson(actual: float, mean: float) -> float:
    """Return the continuous ranked probability score of a Poisson: sum over k of (F - 1{y <= k})^2.

    >>> round(crps_poisson(5, 3), 6), round(crps_poisson(0, 3), 6)
    (1.313114, 2.043873)
    """
    highest = int(mean + 12 * math.sqrt(mean) + 30 + actual)
    mass, below, score = math.exp(-mean), 0.0, 0.0
    for k in range(highest):
        below += mass
        score += (below - (actual <= k)) ** 2
        mass *= mean / (k + 1)
    return score


def classes(units: npt.ArrayLike) -> Integers:
    """Return the kind of demand of each series (n, T): how seldom it comes, how sizes differ.

    Periods per demand below 1.32 is often; the squared coefficient of variation of the sizes below
    0.49 is even. A series without demand is lumpy.

    >>> [CLASSES[kind] for kind in classes([[5, 6, 5, 6], [0, 0, 5, 0], [1, 9, 1, 1]])]
    ['smooth', 'intermittent', 'erratic']
    """
    seen = np.nan_to_num(np.asarray(units, float))
    some = seen > 0
    count = np.maximum(some.sum(axis=-1), 1)
    gap = np.where(some.any(axis=-1), seen.shape[-1] / count, np.inf)
    mean = seen.sum(axis=-1) / count
    spread = (np.where(some, seen - mean[:, None], 0) ** 2).sum(axis=-1) / count
    uneven = spread / np.maximum(mean, 1e-12) ** 2 >= WIDE_SPREAD
    found = np.where(gap >= LONG_GAP, INTERMITTENT, SMOOTH) + uneven
    return np.asarray(np.where(some.any(axis=-1), found, LUMPY), np.int64)
