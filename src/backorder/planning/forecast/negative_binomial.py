"""The negative binomial distribution over whole arrays: quantiles, tails, what was missed.

With mean m and size r its variance is m + m^2 / r; it is a Poisson whose mean is gamma distributed,
so a large r is nearly Poisson. Everything counts up k from nought with the ratio of neighbours,
P(k + 1) / P(k) = (k + r) / (k + 1) * m / (m + r), for all entries at once.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .series import Floats, Integers

COUNTED = 400.0  # means above it are counted in larger steps, or nearly normal
NEARLY_NORMAL = 0.15  # standard deviation over mean, below which large means are nearly normal
TINY = 1e-12


def quantiles(mean: Floats, size: Floats, levels: Sequence[float]) -> Floats:
    """Return the smallest k with P(X <= k) >= level: shape (levels, ...) for ``mean`` of any shape.

    ``mean`` and ``size`` broadcast. Exact for means up to 400; above that exact to about half a
    percent of the mean.

    >>> quantiles(np.array([10.0]), np.array([6.25]), [0.5, 0.95])[:, 0].tolist()
    [9.0, 19.0]
    """
    mean, size = np.broadcast_arrays(np.asarray(mean, float), np.asarray(size, float))
    m, r = mean.ravel().copy(), size.ravel().copy()
    large = m > COUNTED
    if not large.any():
        return _counted(m, r, levels).reshape(len(levels), *mean.shape)
    found = np.empty((len(levels), m.size))
    found[:, ~large] = _counted(m[~large], r[~large], levels)
    found[:, large] = _large(m[large], r[large], levels)
    return found.reshape(len(levels), *mean.shape)


def _counted(mean: Floats, size: Floats, levels: Sequence[float]) -> Floats:
    """Count up from nought; entries leave as soon as they are past the highest level."""
    found = np.zeros((len(levels), mean.size))
    rows = np.flatnonzero(mean > 0)
    r = size[rows]
    ratio = mean[rows] / (mean[rows] + r)
    mass = np.exp(-r * np.log1p(mean[rows] / r))
    below = mass.copy()
    highest = max(levels)
    k = 0
    while rows.size:
        for place, level in enumerate(levels):
            found[place, rows] += below < level
        stays = (below < highest) & (mass > 0)
        if not stays.all():
            rows, r, ratio = rows[stays], r[stays], ratio[stays]
            mass, below = mass[stays], below[stays]
        mass = mass * (k + r) / (k + 1) * ratio
        below = below + mass
        k += 1
    return found


def _large(mean: Floats, size: Floats, levels: Sequence[float]) -> Floats:
    """Return quantiles of large means: in steps of many units, or bent from the normal ones.

    The latter by Cornish and Fisher's expansion, where skewness is small.
    """
    variance = mean + mean**2 / size
    skew = (1 + 2 * mean / size) / np.sqrt(variance)
    peak = 6 / size + 1 / variance
    z = np.array([NormalDist().inv_cdf(level) for level in levels])[:, None]
    bent = (
        z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * peak / 24 - (2 * z**3 - 5 * z) * skew**2 / 36
    )
    found: Floats = np.ceil(np.maximum(mean + bent * np.sqrt(variance) - 0.5, 0))
    wide = np.sqrt(variance) > NEARLY_NORMAL * mean
    if wide.any():
        step = mean[wide] / (COUNTED / 2)
        steps = mean[wide] / step
        over = variance[wide] / step**2 - steps
        found[:, wide] = np.round(_counted(steps, steps**2 / over, levels) * step)
    return found


def reaches(least: Floats, mean: Floats, size: Floats) -> Floats:
    """Return P(X >= least), elementwise over arrays of one shape.

    >>> reaches(np.array([1.0]), np.array([2.0]), np.array([1.0])).round(9).tolist()
    [0.666666667]
    """
    below = np.zeros(least.size)
    rows = np.flatnonzero(least >= 1)
    r, limit = size[rows], least[rows]
    ratio = mean[rows] / (mean[rows] + r)
    mass = np.exp(-r * np.log1p(mean[rows] / r))
    k = 0
    while rows.size:
        below[rows] += mass
        k += 1
        stays = limit > k
        mass = (mass * (k - 1 + r) / k * ratio)[stays]
        rows, r, ratio, limit = rows[stays], r[stays], ratio[stays], limit[stays]
    return np.clip(1 - below, 0.0, 1.0)


def given_at_least(least: Floats, mean: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Return E[X | X >= least] and E[X (X - 1) | X >= least], elementwise.

    From k P_r(k) = m P_{r+1}(k - 1): the mean above a bound is the mean times the chance that a
    negative binomial of size r + 1 and the same ratio is above the bound less one. Bounds above
    400 units are counted in larger steps.

    >>> given_at_least(np.array([0.0]), np.array([3.0]), np.array([2.0]))[0].tolist()
    [3.0]
    """
    step = np.maximum(1.0, least / COUNTED)
    bound, m = np.round(least / step), mean / step
    chance = reaches(bound, m, size)
    first = m * reaches(bound - 1, m * (size + 1) / size, size + 1)
    second = m**2 * (size + 1) / size * reaches(bound - 2, m * (size + 2) / size, size + 2)
    rare = chance < TINY
    chance = np.where(rare, 1.0, chance)
    beyond = bound + m / size + 1  # far out the distribution falls off like a geometric one
    once = np.where(rare, beyond, np.maximum(first / chance, bound))
    twice = np.where(rare, beyond * beyond, np.maximum(second / chance, bound * (bound - 1)))
    return once * step, twice * step**2


def sizes(
    over: Floats, squared: Floats, *, strength: float, least: float, most: float
) -> tuple[Floats, float]:
    """Return each series' size r from moments, drawn towards that of all series, and the latter.

    ``over``: sum over its periods of (demand - mean)^2 - mean; ``squared``: sum of mean^2; shape
    (n,) each. E over = squared / r. ``strength``: how many periods of an average series the common
    value weighs. 1 / r is kept between ``least`` and ``most``.
    """
    total = float(squared.sum())
    common = float(np.clip(over.sum() / total, least, most)) if total > 0 else 1.0
    weight = strength * total / max(1, squared.size)
    spread = (over + common * weight) / np.maximum(squared + weight, TINY)
    return 1 / np.clip(spread, least, most), 1 / common


def draw(rng: np.random.Generator, mean: Floats, size: Floats | float) -> Integers:
    """Draw from the distribution, for simulations and tests: shape of ``mean``."""
    return rng.poisson(rng.gamma(size, mean / size)).astype(np.int64)
