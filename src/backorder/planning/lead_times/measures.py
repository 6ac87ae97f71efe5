"""Calibration measures: are dates kept as often as they say, and how dear are they where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    Floats = npt.NDArray[np.float64]

CHANCES = np.array([0.5, 0.8, 0.95])
AGES = np.array([0, 15, 30, 60, 90, 180])  # days: where the buckets of lead times begin


class Bucket(NamedTuple):
    """One row of a reliability table: ``coverage`` and ``pinball`` have one value per chance."""

    group: int
    lines: int
    coverage: Floats
    pinball: Floats


def coverage(days: Floats, predicted: Floats) -> Floats:
    """Return the share of ``days`` (n) that the columns of ``predicted`` (n, chances) covered.

    >>> coverage(np.array([1.0, 2.0, 4.0]), np.array([[2.0], [2.0], [3.0]])).round(3).tolist()
    [0.667]
    """
    found: Floats = (days[:, None] <= predicted).mean(axis=0)
    return found


def pinball(days: npt.ArrayLike, predicted: npt.ArrayLike, chance: npt.ArrayLike) -> Floats:
    """Return the mean loss per chance: a day too early costs q, a day too late 1 - q.

    mean(max(q (T - P), (q - 1) (T - P))); ``predicted`` has shape (n, chances).

    >>> pinball([0, 3, 0, 0, 5, 0], [[1], [2], [1], [1], [4], [1]], [0.8]).round(6).tolist()
    [0.4]
    """
    chances = np.asarray(chance, dtype=np.float64)
    short = np.asarray(days, dtype=np.float64)[:, None] - np.asarray(predicted, dtype=np.float64)
    found: Floats = np.maximum(chances * short, (chances - 1) * short).mean(axis=0)
    return found


def reliability(
    days: Floats, predicted: Floats, group: Integers, chances: Floats = CHANCES
) -> list[Bucket]:
    """Return coverage and pinball by group, in the order of the groups' numbers."""
    found = []
    for one in np.unique(group).tolist():
        mine = group == one
        loss = pinball(days[mine], predicted[mine], chances)
        found.append(Bucket(one, int(mine.sum()), coverage(days[mine], predicted[mine]), loss))
    return found


def age_bucket(days: npt.ArrayLike) -> Integers:
    """Return the bucket of `AGES` that each number of days falls in.

    >>> age_bucket([0, 14, 15, 59, 400]).tolist()
    [0, 0, 1, 2, 5]
    """
    return np.asarray(np.searchsorted(AGES, days, side="right") - 1, dtype=np.int64)
