"""The two ends of a product's life: one that has no history yet, and one that is going."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .series import UNKNOWN

if TYPE_CHECKING:
    from .series import Demand, Flags, Floats, Integers

YOUNG = {"day": 56, "week": 13, "month": 4}  # periods of age below which siblings are asked
HALVES = {"day": 28, "week": 4, "month": 1}  # periods in which what is discontinued halves
FEW = 3  # siblings below which all products are asked


def ages(demand: Demand) -> Integers:
    """Return for how many periods each product has been known: shape (n,)."""
    known = demand.marks != UNKNOWN
    return np.where(known.any(axis=1), demand.periods - np.argmax(known, axis=1), 0)


def from_siblings(demand: Demand, units: Floats, level: Floats, size: Floats) -> Floats:
    """Return the level of each product, new ones drawn towards their siblings: shape (n,).

    ``level``: each product's own, shape (n,); ``size``: of the negative binomial, which says how
    little a single period tells. The levels of the siblings that are old enough are a gamma prior
    with their mean m and variance v; after n periods with sum s the mean is (m^2 / v + s) /
    (m / v + n), where n and s count for as much as Poisson periods of the same variance would.
    """
    age = ages(demand)
    young = (age < YOUNG[demand.step]) & ~demand.ended
    if not young.any() or young.all():
        return level
    mean, variance = _kin(demand.group, level, ~young & ~demand.ended)
    m, v = mean[demand.group[young]], np.maximum(variance[demand.group[young]], 1e-9)
    inside = np.arange(demand.periods) >= demand.periods - age[young, None]
    known = (demand.marks[young] != UNKNOWN) & inside
    worth = 1 / (1 + m / size[young])
    seen = known.sum(axis=1) * worth
    total = (units[young] * known).sum(axis=1) * worth
    found = level.copy()
    found[young] = (m * m / v + total) / np.maximum(m / v + seen, 1e-9)
    return found


def _kin(group: Integers, level: Floats, old: Flags) -> tuple[Floats, Floats]:
    """Return mean and variance of the levels of each group's grown products; of all where few."""
    groups = int(group.max(initial=0)) + 1
    count = np.bincount(group[old], minlength=groups)
    total = np.bincount(group[old], level[old], groups)
    squared = np.bincount(group[old], level[old] ** 2, groups)
    some = np.maximum(count, 1)
    mean = total / some
    variance = (squared / some - mean**2) * some / np.maximum(some - 1, 1)
    grown = level[old] if old.any() else np.zeros(1)
    enough = count >= FEW
    return (
        np.where(enough, mean, grown.mean()),
        np.where(enough, np.maximum(variance, 0), grown.var() + 1e-9),
    )


def fading(demand: Demand, horizon: int) -> Floats:
    """Return by what each product's forecast is multiplied as it is going: shape (n, horizon).

    >>> from .series import Demand
    >>> demand = Demand.of([[1.0], [1.0]], ended=[True, False])
    >>> fading(demand, 4)[:, 3].tolist()
    [0.5, 1.0]
    """
    left = 0.5 ** (np.arange(1, horizon + 1) / HALVES[demand.step])
    return np.where(demand.ended[:, None], left, 1.0)
