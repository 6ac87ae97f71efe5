"""The chance that a product runs short before its next effective receipt, in units and money.

Effective is a receipt that brings more than is promised already. The day it comes is uncertain, and
so is the demand until then; both are mixed into one table of chances per product, so nothing is
drawn and the chance can be checked against how often it happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .stock.lead_time_demand import CHANCES, MIDDLES, demand_table, table_losses
from .stock.losses import normal_cdf, normal_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .stock.positions import Demand

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

CHUNK = 4096


class Risk(NamedTuple):
    """Per product: the chance to run short, the units missing on average, and their value."""

    chance: Floats
    units: Floats
    value: Floats


def receipt_days(stated: Floats, spread: Floats) -> Floats:
    """Return the days until receipts by stratum, shape (receipts, strata).

    ``stated``: days from today to the day that was named, negative where it has passed;
    ``spread``: the standard deviation around it. Normal around the stated day, and known not to
    have come by yesterday, as promises take it (`domain.estimates`).

    >>> receipt_days(np.array([9.0]), np.array([0.0])).round(3).tolist()
    [[9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0]]
    >>> receipt_days(np.array([-3.0]), np.array([5.0])).round(1)[0].tolist()
    [0.4, 1.4, 2.5, 3.9, 5.7, 7.4, 9.7]
    """
    width = np.maximum(spread, 1e-9)[:, None]
    before = normal_cdf(np.clip((-stated[:, None]) / width, -8.0, 6.0))
    share = np.clip(before + MIDDLES * (1.0 - before), 1e-12, 1.0 - 1e-12)
    days = stated[:, None] + width * normal_quantile(share)
    return np.asarray(np.maximum(np.round(days, 6), 0.0), np.float64)


def first_of(days: Floats, product: Ints, count: int, otherwise: Floats) -> Floats:
    """Return, per product, the days until the first of its receipts, by stratum.

    Receipts of one product are late together (one supplier, one lane), so strata are compared with
    their like. Without a receipt what is bought now counts: ``otherwise``, of shape (products,
    strata).

    >>> two = np.array([[5.0, 9.0], [7.0, 7.0]])
    >>> first_of(two, np.array([0, 0]), 2, np.full((2, 2), 20.0)).tolist()
    [[5.0, 7.0], [20.0, 20.0]]
    """
    found = np.full((count, days.shape[1]), np.inf)
    np.minimum.at(found, product, days)
    return np.asarray(np.where(np.isfinite(found), found, otherwise), np.float64)


def risk(demand: Demand, free: Ints, days: Floats, value: Floats) -> Risk:
    """Return what is at risk until the next receipt.

    ``free``: units on the shelf that nobody was promised, negative where more is promised than is
    there; ``days``: by stratum; ``value``: money that a missing unit stands for.

    >>> from backorder.planning.stock.positions import Demand
    >>> one = np.ones(1)
    >>> found = risk(Demand(one * 2, one * 2, one * 0), np.array([15]), np.full((1, 7), 5.0), one)
    >>> round(float(found.chance[0]), 4)  # 1 - P(Poisson(10) <= 15)
    0.0487
    """
    chance, units = np.zeros(free.size), np.zeros(free.size)
    for start in range(0, free.size, CHUNK):
        part = slice(start, start + CHUNK)
        table = demand_table(
            demand.rate[part], demand.variance[part], days[part], demand.rate_sd[part]
        )
        cdf, loss = table_losses(table)
        there = np.maximum(free[part], 0)
        column, rest = there // table.step, there % table.step
        inside = column < cdf.shape[1]
        at = np.minimum(column, cdf.shape[1] - 1)
        rows = np.arange(at.size)
        share = rest / table.step
        next_ = np.minimum(at + 1, cdf.shape[1] - 1)
        chance[part] = np.where(inside, 1.0 - cdf[rows, at], 0.0)
        missing = (1.0 - share) * loss[rows, at] + share * loss[rows, next_]
        units[part] = np.where(inside, missing, 0.0)
        # What is promised beyond the shelf is missing already, whatever demand comes.
        lacking = np.maximum(-free[part], 0)
        chance[part] = np.where(lacking > 0, 1.0, chance[part])
    return Risk(np.clip(chance, 0.0, 1.0), units, units * value)


def helped(demand: Demand, free: Ints, days: Floats, value: Floats, by: Floats) -> Floats:
    """Return the value at risk that is left if more comes after ``by`` days at the latest."""
    return risk(demand, free, np.minimum(days, by[:, None]), value).value


def mean_days(days: Floats) -> Floats:
    """Return the mean days until a receipt, from its strata."""
    return np.asarray(days @ CHANCES, np.float64)
