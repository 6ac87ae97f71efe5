"""What is believed of demand, from the order lines of one day after the other.

The rate is smoothed over some weeks. Its variance is half what was seen from day to day, half what
the sizes of the lines imply (compound Poisson: E[size^2] / E[size] per unit of the rate), which so
few days cannot tell. A rate is itself uncertain: by its own noise, and because demand drifts. Lines
far beyond what is usual for the product are cut: nobody keeps stock for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .positions import Demand

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RATE_DAYS, VARIANCE_DAYS = 20.0, 90.0  # a new day has one part in so many
YOUNG_DAYS = 28.0  # until then a variance says little
DRIFT = 0.4  # of the rate: how far it is off by the time what is bought now has come
USUAL = 2.0  # standard deviations of the logarithm of a line's units
_SIZE, _SPREAD = 6.0, 1.0  # of a line, before any was seen: units, and of the logarithm
_WEIGHT = 3.0  # lines that this counts for


class Belief:
    """Demand as it is believed of each product after the days heard of."""

    def __init__(self, known: Floats) -> None:
        """Begin with rates in units a day that are known; 0 where nothing is."""
        count = known.size
        self._rate = known.astype(np.float64)
        self._variance = self._rate * 3.0
        self._age = np.where(known > 0.0, YOUNG_DAYS, 0.0)
        self._lines = np.full(count, _WEIGHT)
        self._logs = np.full(count, _WEIGHT * np.log(_SIZE / 2.0))
        self._squares = np.full(count, _WEIGHT * (np.log(_SIZE / 2.0) ** 2 + _SPREAD))
        self._units = np.full(count, _WEIGHT * _SIZE)
        self._units_squared = np.full(count, _WEIGHT * 2.0 * _SIZE**2)

    def after(self, product: Ints, units: Ints) -> Floats:
        """Hear of a day's lines, product by number and units; return the units that count.

        >>> belief = Belief(np.zeros(2))
        >>> for _ in range(90):
        ...     counted = belief.after(np.array([0, 0]), np.array([2, 3]))
        >>> belief.demand().rate.round(1).tolist(), counted.tolist()
        ([5.0, 0.0], [5.0, 0.0])
        """
        count = self._rate.size
        usual = np.minimum(units, self._note(product, units)[product])
        self._units += np.bincount(product, usual, count)
        self._units_squared += np.bincount(product, usual**2, count)
        asked = np.bincount(product, usual, count)
        self._age += (self._age > 0.0) | (asked > 0.0)
        error = np.where(self._age > 0.0, asked - self._rate, 0.0)
        weight = np.maximum(1.0 / VARIANCE_DAYS, 1.0 / np.maximum(self._age, YOUNG_DAYS))
        self._variance += weight * ((1.0 - weight) * error**2 - self._variance)
        weight = np.maximum(1.0 / RATE_DAYS, 1.0 / np.maximum(self._age, RATE_DAYS / 2.0))
        self._rate += weight * error
        return np.asarray(asked, np.float64)

    @property
    def line_units(self) -> Floats:
        """Return the mean units of a line, unusual ones cut."""
        return np.asarray(self._units / self._lines, np.float64)

    def demand(self) -> Demand:
        """Return the rate, the variance of a day, and how wrong the rate may be."""
        rate = np.maximum(self._rate, 0.0)
        implied = self._units_squared / self._units * rate
        old = self._age > YOUNG_DAYS
        # Lines come in bunches: over all products days vary by so much more than lines imply.
        bunching = self._variance[old].sum() / max(float(implied[old].sum()), 1e-9)
        implied *= bunching if old.any() else 1.0
        variance = np.maximum(np.sqrt(np.maximum(self._variance, 1e-12) * implied), rate)
        wrong = np.sqrt(variance / (2.0 * RATE_DAYS) + (DRIFT * rate) ** 2)
        return Demand(rate, variance, wrong)

    def _note(self, product: Ints, units: Ints) -> Floats:
        """Learn the sizes of lines; return the largest that is usual, by product."""
        count = self._rate.size
        logs = np.log(np.maximum(units, 1))
        self._lines += np.bincount(product, minlength=count)
        self._logs += np.bincount(product, logs, count)
        self._squares += np.bincount(product, logs**2, count)
        mean = self._logs / self._lines
        spread = np.sqrt(np.maximum(self._squares / self._lines - mean**2, 0.04))
        return np.asarray(np.exp(mean + USUAL * spread), np.float64)
