"""Shares: how the units of a backorder are divided among its causes.

The replay without a set of causes leaves v = clip(missing - their relief, 0, units) units
backordered. A cause's share is its Shapley value of that game: what its removal saves, averaged
over all orders in which the causes present could be removed one after another. So the shares do
not depend on an order of causes, a cause that changes nothing has none, and they sum to the units
(L. S. Shapley, "A value for n-person games", 1953).
"""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

    from .history import Floats


TINY = 1e-9  # units: less is a rounding error


def shapley(units: Integers, missing: Floats, relief: Floats) -> Floats:
    """Return the units of each backorder that each cause is answerable for.

    ``relief``: shape (backorders, causes), not below nought, in sum at least ``missing``;
    ``missing`` at least ``units``. The rows of what is returned sum to ``units``.

    Eight units were missing. Without the late purchase there are six more, without the loss four:

    >>> shapley(np.array([8]), np.array([8.0]), np.array([[6.0, 4.0, 0.0]])).tolist()
    [[5.0, 3.0, 0.0]]
    """
    found = np.zeros(relief.shape)
    present = relief > 0
    weights = 1 << np.arange(relief.shape[1])
    masks = present @ weights
    for mask in np.unique(masks):
        rows = np.flatnonzero(masks == mask)
        there = np.ix_(rows, np.flatnonzero(mask & weights))
        found[there] = _few(units[rows], missing[rows], relief[there])
    return found


def _few(units: Integers, missing: Floats, relief: Floats) -> Floats:
    """Return the Shapley values where every cause is present: over all sets without it."""
    count = relief.shape[1]
    found = np.zeros(relief.shape)
    for c in range(count):
        others = [other for other in range(count) if other != c]
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for removed in combinations(others, size):
                left = missing - relief[:, list(removed)].sum(axis=1)
                before = np.clip(left, 0, units)
                after = np.clip(left - relief[:, c], 0, units)
                found[:, c] += weight * (before - after)
    return found


def whole(parts: Floats, total: Integers) -> Integers:
    """Return whole numbers near ``parts`` whose rows sum to ``total``, by the largest remainders.

    Rows of ``parts`` need not sum to one number: they are scaled. Of equal remainders the first
    cause gets the unit. A row of noughts gives all to the first.

    >>> whole(np.array([[1.0, 1.0, 1.0], [0.0, 5.0, 0.0]]), np.array([1000, 3])).tolist()
    [[334, 333, 333], [0, 3, 0]]
    """
    if not parts.size:
        return np.zeros(parts.shape, dtype=np.int64)
    sums = parts.sum(axis=1)
    some = sums > TINY
    exact = parts * np.divide(total, sums, out=np.zeros(sums.size), where=some)[:, None]
    exact[~some, 0] = total[~some]
    floor = np.floor(exact + 1e-9)
    left = total - floor.sum(axis=1).astype(np.int64)
    order = np.argsort(np.round(floor - exact, 9), axis=1, kind="stable")
    place = np.argsort(order, axis=1, kind="stable")
    rounded: Integers = (floor + (place < left[:, None])).astype(np.int64)
    return rounded
