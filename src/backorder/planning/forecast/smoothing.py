"""Methods for demand that comes all the time: moving average, exponential smoothing, Holt-Winters.

Shapes and conventions are those of ``intermittent``: periods by series, a grid as leading axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .intermittent import Fitted

if TYPE_CHECKING:
    from .intermittent import Numbers
    from .series import Integers, Singles


def moving_average(units: Numbers, window: int) -> Fitted:
    """Return the mean of the last ``window`` periods, of fewer where there are fewer.

    >>> moving_average(np.array([[1.0], [3.0], [8.0]]), 2).next.tolist()
    [5.5]
    """
    periods = len(units)
    total = np.zeros((periods + 1, units.shape[1]))
    np.cumsum(units, axis=0, out=total[1:])
    end = np.arange(1, periods + 1)
    begin = np.maximum(0, end - window)
    means = ((total[end] - total[begin]) / (end - begin)[:, None]).astype(units.dtype)
    before = np.zeros_like(units)
    before[1:] = means[:-1]
    before[0] = means[0] * 0
    return Fitted(before, means[-1])


def smooth(units: Numbers, alpha: float | Numbers, start: Singles | None = None) -> Fitted:
    """Return simple exponential smoothing: each period moves the level by ``alpha`` of the error.

    ``start``: the level to begin with, shape (n,); without it the first value.

    >>> smooth(np.array([[4.0], [8.0], [4.0]]), 0.5).next.tolist()
    [5.0]
    """
    rate = np.asarray(alpha, units.dtype)
    level = np.broadcast_to(
        units[0] if start is None else start, np.broadcast_shapes(rate.shape, units.shape[1:])
    ).copy()
    before = np.empty((len(units), *level.shape), units.dtype)
    for t, seen in enumerate(units):
        before[t] = level
        level += rate * (seen - level)
    return Fitted(before, level)


class Seasonal(NamedTuple):
    """``before``: shape (T, G, n), one period ahead; ``path``: shape (horizon, G, n)."""

    before: Numbers
    path: Numbers


def holt_winters(  # noqa: PLR0913 (the constants of the method)
    units: Numbers,
    season: int,
    horizon: int,
    *,
    alpha: float | Numbers,
    beta: float | Numbers,
    gamma: float | Numbers,
    damping: float | Numbers = 0.95,
) -> Seasonal:
    """Return additive Holt-Winters with a damped trend, for at least two seasons of history.

    Level, trend and seasonal terms move by ``alpha``, ``beta``, ``gamma`` of the error; the trend
    is multiplied by ``damping`` each period. They start from the first two seasons: the level is
    the mean of the first, the trend the difference of the two means by period, the seasonal terms
    the mean of each season less its own mean. Forecasts are not below nought (Hyndman and
    Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 8.3, in error-correction form).

    >>> y = np.tile([1.0, 3.0], 4)[:, None]
    >>> fit = holt_winters(y, 2, 3, alpha=0.2, beta=0.1, gamma=0.1)
    >>> fit.path[:, 0].round(6).tolist()
    [1.0, 3.0, 1.0]
    """
    kind = units.dtype
    a, b, g, d = (np.asarray(each, kind) for each in (alpha, beta, gamma, damping))
    grid = np.broadcast_shapes(a.shape, b.shape, g.shape, d.shape, units.shape[1:])
    one, two = units[:season], units[season : 2 * season]
    means = one.mean(axis=0), two.mean(axis=0)
    terms = ((one - means[0]) + (two - means[1])) / 2
    level = np.broadcast_to(means[0], grid).copy()
    trend = np.broadcast_to((means[1] - means[0]) / season, grid).copy()
    seasonal = np.broadcast_to(
        terms.reshape(season, *(1,) * (len(grid) - 1), -1), (season, *grid)
    ).copy()
    before = np.empty((len(units), *grid), kind)
    for t, seen in enumerate(units):
        term = seasonal[t % season]
        trend *= d
        level += trend
        expected = level + term
        np.maximum(expected, 0, out=before[t])
        error = seen - expected
        level += a * error
        trend += b * error
        term += g * error
    steps = np.arange(1, horizon + 1)
    gained = np.cumsum(_powers(d, steps, grid), axis=0)
    last = seasonal[(len(units) + steps - 1) % season]
    return Seasonal(before, np.maximum(level + gained.astype(kind) * trend + last, 0))


def _powers(damping: Numbers, steps: Integers, grid: tuple[int, ...]) -> Numbers:
    """Return damping^1, damping^2, ... for each cell of the grid: shape (horizon, *grid)."""
    wide = np.broadcast_to(damping, grid)
    return np.asarray(wide[None] ** steps.reshape(-1, *(1,) * len(grid)))
