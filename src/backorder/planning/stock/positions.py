"""What a position is worth: stock held, units waiting and units missed, while it counts.

A decision about a position counts until the receipt after the next look, a lead time and a review
later. During the review before that moment it meets demand; what is missed then is missed for the
first time. (Axsaeter, Inventory Control, 5.3 and 6.1.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .lead_time_demand import CHANCES, Table, demand_table, table_losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_NEVER = 1e-12


class Demand(NamedTuple):
    """Demand as it is believed: units per day, their variance, and how wrong the rate may be."""

    rate: Floats
    variance: Floats
    rate_sd: Floats


class Worth(NamedTuple):
    """Per product and column of its table: what a position of so many units leads to.

    ``cycle``: chance that all demand is met. ``missed``: share of demand that finds no stock.
    ``waiting`` and ``on_hand``: mean units over the review. Shape (products, width).
    """

    step: Ints
    mean: Floats
    cycle: Floats
    missed: Floats
    waiting: Floats
    on_hand: Floats

    @property
    def units(self) -> Ints:
        """Return the units each column stands for."""
        return np.arange(self.cycle.shape[1], dtype=np.int64) * self.step[:, None]


def worth_of_positions(demand: Demand, days: Floats, review: Floats, width: int) -> Worth:
    """Return the worth of each position from nought up.

    ``days``: lead times by stratum, shape (products, strata); ``review``: days between two looks.
    """
    late = demand_table(
        demand.rate, demand.variance, days + review[:, None], demand.rate_sd, width=width
    )
    early = demand_table(
        demand.rate, demand.variance, days, demand.rate_sd, width=width, steps=late.step
    )
    return between(early, late)


def between(early: Table, late: Table) -> Worth:
    """Return the worth of positions, from the demand before the review and until its end."""
    _, before = table_losses(early)
    cycle, after = table_losses(late)
    asked = np.maximum(late.mean - early.mean, _NEVER)[:, None]
    missed = np.clip((after - before) / asked, 0.0, 1.0)
    waiting = (before + after) / 2.0
    middle = (early.mean + late.mean)[:, None] / 2.0
    on_hand = np.maximum(late.units - middle + waiting, 0.0)
    return Worth(late.step, late.mean, cycle, missed, waiting, on_hand)


def undershoot(demand: Demand, review: Floats) -> Floats:
    """Return by how many units a position is below the reorder point on average when it is seen.

    Half the mean square over the mean of what is asked for in a review (renewal theory), less the
    half unit that counting in whole units takes.

    >>> one = np.ones(1)
    >>> undershoot(Demand(one * 2, one * 5, one * 0), one).tolist()
    [1.75]
    """
    mean = np.maximum(demand.rate * review, _NEVER)
    square = np.maximum(demand.variance, demand.rate) * review + mean**2
    return np.where(demand.rate > 0.0, np.maximum(square / (2.0 * mean) - 0.5, 0.0), 0.0)


class Averages:
    """Means of a measure over the positions that a policy (s, S) visits, for every s of the table.

    ``values``: the measure by position, shape (products, width); beyond the table it goes on by
    ``slope`` per column. S itself is visited more often, by the undershoot, and the positions from
    s + 1 to S are equally likely (renewal theory, as above).
    """

    def __init__(self, values: Floats, slope: Floats) -> None:
        """Sum up once, for all pairs that are asked about."""
        self._values, self._slope = values, slope
        self._total = np.cumsum(values, axis=1)

    def over(self, columns: Ints, jump: Floats) -> Floats:
        """Return the means for s = -1, 0, 1 ... width - 1 columns, shape (products, width + 1).

        ``columns``: S - s, at least 1. ``jump``: the undershoot in columns.

        >>> ramp = Averages(np.arange(4.0)[None], np.ones(1))
        >>> ramp.over(np.array([2]), np.zeros(1)).tolist()
        [[0.5, 1.5, 2.5, 3.5, 4.5]]
        """
        rows, width = self._values.shape
        top = columns[:, None] + np.arange(-1, width)
        found = self._at(np.arange(rows)[:, None], top, columns, jump)
        each = (jump / (jump + columns) - 1.0) / columns
        found[:, 1:] += each[:, None] * self._total
        return found

    def at(self, columns: Ints, jump: Floats, low: Ints) -> Floats:
        """Return the mean for one s per product, in columns.

        >>> ramp = Averages(np.arange(4.0)[None], np.ones(1))
        >>> ramp.at(np.array([2]), np.zeros(1), np.array([3])).tolist()
        [4.5]
        """
        rows = np.arange(columns.size)[:, None]
        found = self._at(rows, (low + columns)[:, None], columns, jump)[:, 0]
        each = (jump / (jump + columns) - 1.0) / columns
        below = np.where(low >= 0, self._total[rows[:, 0], np.maximum(low, 0)], 0.0)
        return np.asarray(found + each * below, np.float64)

    def _at(self, rows: Ints, top: Ints, columns: Ints, jump: Floats) -> Floats:
        """Return the part of all positions up to S, before those up to s are taken off."""
        width = self._values.shape[1]
        cell = rows * width + np.minimum(top, width - 1)
        weight = (jump / (jump + columns))[:, None]
        each = (1.0 - weight) / columns[:, None]
        found = each * self._total.ravel()[cell]
        found += weight * self._values.ravel()[cell]
        row, column = np.nonzero(top >= width)
        beyond = top[row, column] - (width - 1)
        slope, last = self._slope[row], self._values[row, -1]
        found[row, column] += beyond * (
            weight[row, 0] * slope + each[row, 0] * (last + slope * (beyond + 1) / 2.0)
        )
        return np.asarray(found, np.float64)


def strata_mean(days: Floats) -> Floats:
    """Return the mean days of lead times by stratum.

    >>> round(float(strata_mean(np.full((1, CHANCES.size), 3.0))[0]), 9)
    3.0
    """
    return np.asarray(days @ CHANCES, np.float64)
