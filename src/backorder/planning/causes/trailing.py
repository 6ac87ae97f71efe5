"""A plan where none was kept: what was sold a day over the thirteen weeks before, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .history import DAY, Demand, Plan, Running

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

WEEK = 7 * DAY
WEEKS = 13


def trailing_plan(demand: Demand, first: Integers, last: int) -> Plan:
    """Return a plan of the mean daily demand of the last thirteen weeks, in weekly steps.

    ``first``: by product, the instant of its first demand; the mean is over the days since then,
    one week at least. Days of promotions nobody had announced count as any other day. A product
    that was never sold before is planned for with nothing.

    Seven units were sold in the first week, and no more:

    >>> at = np.array([0], dtype=np.int64)
    >>> sold = Demand(at, at, np.array([7], dtype=np.int64), np.array([False]))
    >>> plan = trailing_plan(sold, at, 2 * WEEK)
    >>> plan.per_day.tolist(), (plan.since // WEEK).tolist()
    ([0.0, 1.0, 0.5], [0, 1, 2])
    """
    weeks = np.maximum(last - first, 0) // WEEK + 1
    product = np.repeat(np.arange(first.size), weeks)
    step = np.arange(product.size) - np.repeat(np.cumsum(weeks) - weeks, weeks)
    since = first[product] + step * WEEK
    # A unit sold at the very instant of a step belongs to the week that begins there.
    sold = Running(demand.product, demand.at, demand.units).between(
        product, since - WEEKS * WEEK - 1, since - 1
    )
    days = np.clip(step, 1, WEEKS) * 7.0
    return Plan(product, since, sold / days, np.zeros(product.size, dtype=np.bool_))
