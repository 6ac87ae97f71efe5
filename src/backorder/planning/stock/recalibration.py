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

    from .positions import Demand

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Texts = NDArray[np.str_]

PSEUDO_CASES = 40.0
LEAST, MOST = 0.9, 1.1  # of a spread: beyond that it is another demand, not a wrong quantile
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

    >>> round(float(spread_factor(0.9, 87, 100)), 2), float(spread_factor(0.9, 99, 100))
    (1.1, 0.9)
    """
    observed = np.clip(shrunk_coverage(share, covered, cases, weight), 0.55, 1.0 - _EDGE)
    return np.clip(normal_quantile(share) / normal_quantile(observed), LEAST, MOST)


class Coverage:
    """How a quantile of the demand until the next receipt fared, class by class.

    A prediction is made for each product's own number of days and checked when they are over.
    Products of one class are counted together: alone they have too few cases that do not overlap.
    """

    def __init__(self, days: Ints, share: float = 0.95) -> None:
        """Begin with nothing predicted; ``days`` is how far each product is looked ahead."""
        self.share = share
        self._days = days
        self._asked = np.zeros(days.size)
        self._open: list[tuple[int, Floats, Floats, Texts]] = []
        self._covered: dict[str, float] = {}
        self._cases: dict[str, float] = {}

    def predict(self, day: int, demand: Demand, classes: Texts) -> None:
        """Note the quantile as it is believed today; products without demand are left out."""
        days = self._days.astype(np.float64)
        mean = demand.rate * days
        spread = np.sqrt(demand.variance * days + (demand.rate_sd * days) ** 2)
        most = np.where(mean > 0.0, gamma_quantile(self.share, mean, spread), -1.0)
        self._open.append((day, most, self._asked.copy(), classes))

    def after(self, day: int, asked: Floats) -> None:
        """Hear of a day's demand; check what was predicted until its evening."""
        self._asked = self._asked + asked
        for made, most, before, classes in self._open:
            due = (self._days == day - made) & (most >= 0.0)
            covered = self._asked - before <= most
            for one in np.unique(classes[due]).tolist():
                found = due & (classes == one)
                self._cases[one] = self._cases.get(one, 0.0) + float(found.sum())
                self._covered[one] = self._covered.get(one, 0.0) + float(covered[found].sum())
        self._open = [one for one in self._open if day - one[0] < int(self._days.max())]

    def observed(self) -> dict[str, tuple[int, float]]:
        """Return cases and the share of them that was covered, by class."""
        return {
            one: (int(cases), self._covered[one] / cases)
            for one, cases in sorted(self._cases.items())
            if cases
        }

    def factors(self, classes: Texts) -> Floats:
        """Return by how much to multiply each product's standard deviations."""
        found = np.ones(classes.size)
        for one, cases in self._cases.items():
            # Predictions of one product overlap: a quarter of them is news.
            covered = self._covered[one]
            found[classes == one] = spread_factor(self.share, covered / 4.0, cases / 4.0)
        return found


def gamma_quantile(share: float, mean: Floats, sd: Floats) -> Floats:
    """Return a quantile of gamma distributions (Wilson and Hilferty's approximation).

    >>> gamma_quantile(0.8, np.array([10.0]), np.array([10.0])).round(1).tolist()  # exact: 16.1
    [16.0]
    """
    size = np.maximum((mean / np.maximum(sd, 1e-9)) ** 2, 1e-6)
    root = 1.0 - 1.0 / (9.0 * size) + normal_quantile(share) / np.sqrt(9.0 * size)
    return np.asarray(mean * np.maximum(root, 0.0) ** 3, np.float64)
