"""Stock for one period, and base stock: the level at which one unit more no longer pays.

``holding``: money per unit left over; ``short``: money per unit missing. The best level is where
P(demand <= level) reaches short / (short + holding). Source: Snyder and Shen, chapter 4.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .losses import losses, normal_pdf, normal_quantile, poisson_pmf, poisson_span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Level(NamedTuple):
    """A level of stock and the money it costs per period."""

    level: float
    cost: float


def critical_ratio(holding: float, short: float) -> float:
    """Return the share of periods in which demand should be met.

    >>> critical_ratio(1.0, 3.0)
    0.75
    """
    return short / (short + holding)


def newsvendor_normal(holding: float, short: float, mean: float, sd: float) -> Level:
    """Return the best level for normal demand.

    >>> [round(v, 10) for v in newsvendor_normal(0.18, 0.70, 50, 8)]
    [56.6039559274, 1.9976051932]
    """
    z = float(normal_quantile(critical_ratio(holding, short)))
    return Level(mean + z * sd, (holding + short) * float(normal_pdf(z)) * sd)


def newsvendor_discrete(holding: float, short: float, pmf: Floats) -> Level:
    """Return the best level for demand of 0, 1, ... units with chances ``pmf``.

    >>> pmf = np.array([0, 0.25, 0.05, 0.1, 0.2, 0.15, 0.1, 0.1, 0.05])
    >>> level, cost = newsvendor_discrete(0.5e6, 1e6, pmf)
    >>> int(level), round(cost, 6)
    (5, 1225000.0)
    """
    cdf, loss = losses(pmf)
    level = int(np.searchsorted(cdf, critical_ratio(holding, short) - 1e-12))
    missing = float(loss[level])
    mean = float((np.arange(pmf.size) * pmf).sum())
    return Level(level, holding * (level - mean + missing) + short * missing)


def newsvendor_poisson(holding: float, short: float, mean: float) -> Level:
    """Return the best level for Poisson demand.

    >>> level, cost = newsvendor_poisson(200, 270, 18)
    >>> level, round(cost, 10)
    (19, 786.0884409351)
    """
    return newsvendor_discrete(holding, short, poisson_pmf(mean, poisson_span(mean)))


def base_stock_normal(
    holding: float, short: float, mean: float, sd: float, lead_time: float
) -> Level:
    """Return the base stock for normal demand per period, looked at once a period.

    What is decided now counts until the delivery after the next look: lead time and one period.

    >>> [round(v, 10) for v in base_stock_normal(0.18, 0.70, 50, 8, 4)]
    [264.7668943742, 4.4667810041]
    """
    periods = lead_time + 1.0
    return newsvendor_normal(holding, short, mean * periods, sd * math.sqrt(periods))


class Service(NamedTuple):
    """What a base stock achieves: shares of 1, mean units, and the mean wait in periods."""

    fill: float
    cycle: float
    waiting: float
    on_hand: float
    wait: float


def base_stock_service(level: int, rate: float, lead_time: float) -> Service:
    """Return what base stock ``level`` achieves where customers come one by one, at random.

    ``fill`` is P(D < S), as a customer finds what the demand before him has left. ``waiting`` is
    EB and ``on_hand`` EI, both means over time.

    >>> [round(v, 6) for v in base_stock_service(6, 4.0, 1.0)]
    [0.78513, 0.889326, 0.195435, 2.195435, 0.048859]
    """
    mean = rate * lead_time
    cdf, loss = losses(poisson_pmf(mean, level + poisson_span(mean)))
    waiting = float(loss[level])
    fill = float(cdf[level - 1]) if level else 0.0
    return Service(fill, float(cdf[level]), waiting, level - mean + waiting, waiting / rate)
