"""The normal and Student's t distribution over arrays, with numpy and the standard library alone.

The tables here are small (one row per supplier and item, or per open purchase), so that each value
of the error function may come from ``math``: a hundred thousand take about 20 ms.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_NORMAL = NormalDist()
_ROOT_2 = math.sqrt(2)
_FAR = 25.0  # standard deviations, beyond which the tail is taken from its series
_STEPS = 40  # halvings of a bracket of normal scores 16 wide: to 1e-11


def cdf(score: npt.ArrayLike) -> Floats:
    """Return the chance that a standard normal number is at most each score.

    >>> cdf([0.0, 1.6448536269514722]).round(6).tolist()
    [0.5, 0.95]
    """
    scores = np.asarray(score, dtype=np.float64)
    flat = (math.erfc(-x / _ROOT_2) / 2 for x in scores.ravel().tolist())
    return np.fromiter(flat, dtype=np.float64, count=scores.size).reshape(scores.shape)


def quantile(chance: npt.ArrayLike) -> Floats:
    """Return the standard normal score of each chance strictly between 0 and 1.

    >>> quantile([0.5, 0.8, 0.95]).round(6).tolist()
    [0.0, 0.841621, 1.644854]
    """
    chances = np.asarray(chance, dtype=np.float64)
    flat = (_NORMAL.inv_cdf(p) for p in chances.ravel().tolist())
    return np.fromiter(flat, dtype=np.float64, count=chances.size).reshape(chances.shape)


def inverse_mills(score: Floats) -> Floats:
    """Return E[Z | Z > score] of a standard normal Z: its density over its upper tail.

    >>> inverse_mills(np.array([0.0, 1.0, 40.0])).round(6).tolist()
    [0.797885, 1.525135, 40.024969]
    """
    near = np.minimum(score, _FAR)
    found: Floats = np.exp(-near * near / 2) / math.sqrt(2 * math.pi) / cdf(-near)
    # Beyond, 1 - F(x) = phi(x) / x * (1 - 1/x^2 + 3/x^4 ...), hence x + 1/x - 2/x^3.
    far = np.maximum(score, _FAR)
    return np.where(score > _FAR, far + 1 / far - 2 / far**3, found)


def t_score(t: npt.ArrayLike, freedom: npt.ArrayLike) -> Floats:
    """Return the normal score with the same chance as each value of Student's t.

    ``freedom``: degrees of freedom, above 2. (G. W. Hill, Algorithm 395, CACM 13(10), 1970; the
    chance is within 1e-6 at 5 degrees of freedom and nearer above.)

    The value that 6 degrees of freedom exceed with a chance of 5 % is 1.943:

    >>> t_score([1.9431802805], 6).round(3).tolist()
    [1.645]
    """
    t, freedom = np.asarray(t, dtype=np.float64), np.asarray(freedom, dtype=np.float64)
    a = freedom - 0.5
    b = 48 * a * a
    y = a * np.log1p(t * t / freedom)
    series = (((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b)
    found: Floats = np.copysign(((series + y + 3.0) / b + 1.0) * np.sqrt(y), t)
    return found


def t_quantile(chance: npt.ArrayLike, freedom: npt.ArrayLike) -> Floats:
    """Return the value of Student's t that is not exceeded with each chance; shapes broadcast.

    The inverse of `t_score`, found by halving.

    >>> t_quantile([0.5, 0.8, 0.95], 6).round(3).tolist()
    [0.0, 0.906, 1.943]
    """
    wanted, freedom = np.broadcast_arrays(quantile(chance), np.asarray(freedom, dtype=np.float64))
    size = np.abs(wanted)
    low = np.zeros(wanted.shape)
    high = freedom * np.expm1(size**2 / (freedom - 0.5))
    high = 2 * np.sqrt(high) + 1e-9  # above: Hill's first term alone, doubled
    for _ in range(_STEPS):
        middle = (low + high) / 2
        less = t_score(middle, freedom) < size
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    found: Floats = np.copysign((low + high) / 2, wanted)
    return found
