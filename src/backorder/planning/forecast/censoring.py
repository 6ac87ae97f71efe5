"""What demand was while there was nothing to sell: neither nought, nor left out.

Periods that sold out on the way say that demand was at least what was sold; periods with nothing to
sell at all say nothing. Leaving out the former is worse than taking them as they are: the periods
with most demand are those that sell out. So the expected demand of each is found together with the
mean and the spread of its series (EM for a negative binomial with survival terms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .nearby import two_sided
from .negative_binomial import given_at_least, sizes
from .series import OBSERVED, SOLD_OUT, UNKNOWN, Demand

if TYPE_CHECKING:
    from .series import Flags, Floats, Marks

ROUNDS = 15
CLOSE = 1e-3  # relative change of a mean at which rounds end
PRIOR = 16.0  # periods that the mean of a series weighs against what was near in time
SPREAD = (0.02, 20.0)  # 1 / r is kept between these
POOLED = 52.0  # periods that the spread of all series weighs: a free spread runs away with the mean
MOST = 3.0  # a missed demand is at most so many times what was sold then and is sold on average


class Unconstrained(NamedTuple):
    """``units``: shape (n, T), demand as seen, or as expected where it was not.

    ``seen``: shape (n, T), where it was seen: only there can a forecast be measured.
    """

    units: Floats
    seen: Flags


def unconstrain(demand: Demand) -> Unconstrained:
    """Return demand without its gaps.

    A sold-out period becomes E[Y | Y >= sold], a period not known the level around it; the latter
    makes methods of the forecast start a new product at its own level.

    >>> d = Demand.of([[4, 6, 2, 5, 5, float("nan"), 4]], marks=[[0, 0, 1, 0, 0, 0, 0]])
    >>> unconstrain(d).units.round(1).tolist()
    [[4.0, 6.0, 5.1, 5.0, 5.0, 4.8, 4.0]]
    """
    seen = demand.marks == OBSERVED
    units = demand.units.copy()
    rows = np.flatnonzero(~seen.all(axis=1))
    if rows.size:
        units[rows] = _expected(demand.units[rows], demand.marks[rows])
    return Unconstrained(units, seen)


def _expected(units: Floats, marks: Marks) -> Floats:
    """Alternate between what was missed and the mean and spread of each series, until both stay."""
    missed, cut = marks == UNKNOWN, marks == SOLD_OUT
    weight = np.where(missed, 0.0, 1.0)
    near = two_sided(weight)
    row, least = np.nonzero(cut)[0], units[cut]
    filled, square = units.copy(), units * (units - 1)
    whole = _means(units, weight)
    most = MOST * (least + whole[row])
    level = _levels(filled, weight, near)
    for _ in range(ROUNDS if row.size else 0):
        size = _spread(square, level, weight)
        once, twice = given_at_least(least, np.maximum(level[cut], 1e-6), size[row])
        filled[cut] = np.minimum(once, most)
        square[cut] = np.minimum(twice, most**2)
        before, level = level, _levels(filled, weight, near)
        moved = np.abs(level - before).mean(axis=1)
        if float((moved / np.maximum(before.mean(axis=1), 1e-6)).max()) < CLOSE:
            break
    filled[missed] = level[missed]
    return filled


def _means(units: Floats, weight: Floats) -> Floats:
    return np.asarray((units * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1))


def _spread(square: Floats, level: Floats, weight: Floats) -> Floats:
    """Return each series' size r by moments: E[Y (Y - 1)] = m^2 (1 + 1 / r)."""
    squared = (level**2 * weight).sum(axis=1)
    over = (square * weight).sum(axis=1) - squared
    return sizes(over, squared, strength=POOLED / weight.shape[1], least=SPREAD[0], most=SPREAD[1])[
        0
    ]


def _levels(units: Floats, weight: Floats, near: Floats) -> Floats:
    """Return the level of each period: what was near in time, drawn towards the whole series."""
    whole = _means(units, weight)[:, None]
    return (two_sided(units * weight) + PRIOR * whole) / (near + PRIOR)
