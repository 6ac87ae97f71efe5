"""A simple reorder rule: when the inventory position falls to the minimum, buy up to the maximum.

Pure and vectorised over products; every argument is an array with one element per product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def levels(
    demand_per_day: Floats, variance_per_day: Floats, lead_time_days: Floats, factor: float
) -> tuple[Ints, Ints]:
    """Return the minimum and the maximum that the inventory position is held between.

    The minimum is the demand over the lead time and a week's review, and a safety stock of
    ``factor`` standard deviations of it; the maximum lies three weeks of demand above.

    >>> low, high = levels(np.array([2.0]), np.array([4.0]), np.array([9.0]), 1.0)
    >>> low.tolist(), high.tolist()
    ([40], [82])
    """
    exposed = lead_time_days + 7.0
    low = np.ceil(demand_per_day * exposed + factor * np.sqrt(variance_per_day * exposed))
    high = low + np.ceil(demand_per_day * 21.0)
    return low.astype(np.int64), np.maximum(high, low + (low > 0)).astype(np.int64)


def round_up(quantity: Ints, moq: Ints, multiple: Ints) -> Ints:
    """Return what the supplier accepts: at least the minimum order, in whole packs; nought stays.

    >>> round_up(np.array([0, 1, 13]), np.array([6, 6, 6]), np.array([6, 6, 6])).tolist()
    [0, 6, 18]
    """
    wanted = np.where(quantity > 0, np.maximum(quantity, moq), 0)
    return -(-wanted // multiple) * multiple


def to_buy(position: Ints, low: Ints, high: Ints, moq: Ints, multiple: Ints) -> Ints:
    """Return how many units of each product to buy now.

    ``position`` is on hand plus on order minus backordered.

    >>> one = np.array([1])
    >>> to_buy(np.array([3]), np.array([4]), np.array([10]), one, one).tolist()
    [7]
    >>> to_buy(np.array([5]), np.array([4]), np.array([10]), one, one).tolist()
    [0]
    """
    return round_up(np.where(position <= low, np.maximum(high - position, 0), 0), moq, multiple)


@dataclass(frozen=True)
class Demand:
    """What is believed of demand: units a day and their variance, smoothed day by day."""

    rate: Floats
    variance: Floats

    @classmethod
    def believed(cls, rate: Floats) -> Demand:
        """Start from a rate; demand comes in orders of several units, so it varies by more."""
        return cls(rate, rate * 3.0)

    def after(self, units: Floats, weight: float = 1 / 35) -> Demand:
        """Return the belief after one more day, in which ``units`` were asked for.

        >>> seen = Demand.believed(np.array([1.0])).after(np.array([36.0]))
        >>> seen.rate.tolist()
        [2.0]
        """
        error = units - self.rate
        variance = (1 - weight) * (self.variance + weight * error**2)
        return Demand(self.rate + weight * error, variance)
