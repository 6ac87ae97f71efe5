"""Learn from how earlier quantiles fared: where too few cases stayed below, ask for more.

A P95 that covered 88 % of what came is not a P95. The observed share is shrunk towards what was
asked for, by so many cases' weight, so that a few cases move little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .losses import normal_cdf, normal_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

PSEUDO_CASES = 40.0
LEAST, MOST = 0.6, 2.0  # of a spread: more than that is another demand, not a wrong quantile
_EDGE = 0.002


def shrunk_coverage(
    share: ArrayLike, covered: ArrayLike, cases: ArrayLike, weight: float = PSEUDO_CASES
) -> Floats:
    """Return the share of cases below the quantile, as ``weight`` cases more that fared as asked.

    >>> float(shrunk_coverage(0.95, 0, 0)), round(float(shrunk_coverage(0.95, 30, 40)), 3)
    (0.95, 0.85)
    """
    share, cases = np.asarray(share, np.float64), np.asarray(cases, np.float64)
    covered = np.asarray(covered, np.float64)
    return np.asarray((covered + weight * share) / (cases + weight), np.float64)


def recalibrated(
    share: ArrayLike, covered: ArrayLike, cases: ArrayLike, weight: float = PSEUDO_CASES
) -> Floats:
    """Return the share to ask for so that ``share`` is reached, by what was observed.

    The quantile is shifted by as much, on the normal scale, as the observed share fell short.

    >>> round(float(recalibrated(0.95, 30, 40)), 3), float(recalibrated(0.95, 0, 0))
    (0.988, 0.95)
    """
    share = np.asarray(share, np.float64)
    observed = np.clip(shrunk_coverage(share, covered, cases, weight), _EDGE, 1.0 - _EDGE)
    shifted = normal_cdf(2.0 * normal_quantile(share) - normal_quantile(observed))
    none = np.asarray(cases, np.float64) <= 0.0
    return np.where(none, share, np.clip(shifted, _EDGE, 1.0 - _EDGE))


def spread_factor(
    share: float, covered: ArrayLike, cases: ArrayLike, weight: float = PSEUDO_CASES
) -> Floats:
    """Return by how much to multiply standard deviations; for targets that name no quantile.

    ``share`` lies above one half: that many cases should have stayed below.

    >>> round(float(spread_factor(0.9, 70, 100)), 2), round(float(spread_factor(0.9, 99, 100)), 2)
    (1.84, 0.71)
    """
    observed = np.clip(shrunk_coverage(share, covered, cases, weight), 0.55, 1.0 - _EDGE)
    return np.clip(normal_quantile(share) / normal_quantile(observed), LEAST, MOST)
