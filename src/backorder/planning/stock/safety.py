"""The textbook's safety stock: so many standard deviations of the demand until the next receipt.

It takes demand for normal. For lumpy demand it is wrong on both sides; `lead_time_demand` is what
the stock policy uses, and the replay compares both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .losses import normal_loss, normal_quantile
from .reorder import bisect

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def exposed_sd(mean: ArrayLike, sd: ArrayLike, days: ArrayLike, days_sd: ArrayLike) -> Floats:
    """Return the standard deviation of demand over a random number of days.

    sqrt(days sd^2 + mean^2 days_sd^2), mean and sd of demand per day.

    >>> round(float(exposed_sd(100, 30, 9, 2)), 7)
    219.317122
    """
    mean, sd = np.asarray(mean, np.float64), np.asarray(sd, np.float64)
    days, spread = np.asarray(days, np.float64), np.asarray(days_sd, np.float64)
    return np.asarray(np.sqrt(days * sd**2 + mean**2 * spread**2), np.float64)


def safety_for_cycle(spread: ArrayLike, share: ArrayLike) -> Floats:
    """Return the safety stock with which ``share`` of all cycles do not run short.

    >>> round(float(safety_for_cycle(219.3171220, 0.95)), 4)
    360.7446
    """
    return normal_quantile(share) * np.asarray(spread, np.float64)


def fill_rate(safety: float, spread: float, lot: float) -> float:
    """Return the share of units filled at once; 1 - s (n(k) - n(k + Q/s)) / Q with k = safety/s.

    >>> round(fill_rate(360.7446, 219.3171220, 500), 7)
    0.99084
    """
    k = safety / spread
    return 1.0 - spread * float(normal_loss(k) - normal_loss(k + lot / spread)) / lot


def safety_for_fill(share: float, spread: float, lot: float) -> float:
    """Return the safety stock with which ``share`` of all units are filled at once.

    >>> round(safety_for_fill(0.98, 219.3171220, 500), 4)
    284.8616
    """
    k = bisect(lambda k: fill_rate(k * spread, spread, lot) - share, -lot / spread - 9.0, 9.0)
    return k * spread
