"""Bounds that hold whatever the distribution: order statistics of scores of a matured cohort."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

LEAST_SCORES = 20  # fewer say too little about a tail
MOST_OPEN = 0.01  # share of a cohort that may still be out: beyond, it is not matured
_HAIR = 1e-9  # (n + 1) q is often whole in theory and a hair more in floating point


def rank(scores: int, chance: float) -> int:
    """Return which of so many scores, counted from the smallest, bounds the next one.

    ceil((n + 1) q); where that is more than n, there is no such bound. (Vovk, Gammerman and Shafer,
    Algorithmic Learning in a Random World, 2005.)

    >>> [rank(19, chance) for chance in (0.5, 0.8, 0.95)], rank(18, 0.95)
    ([10, 16, 19], 19)
    """
    return math.ceil((scores + 1) * chance - _HAIR)


def bound(scores: npt.ArrayLike, chance: float) -> float:
    """Return the value that the next score does not exceed with at least that chance.

    ``inf`` where the history is too short to say.

    >>> bound(range(1, 20), 0.8), bound(range(1, 19), 0.95)
    (16.0, inf)
    """
    found = np.sort(np.asarray(scores, dtype=np.float64))
    at = rank(found.size, chance)
    return float(found[at - 1]) if at <= found.size else math.inf


def has_matured(scores: int, still_open: int) -> bool:
    """Whether a cohort may be calibrated with: enough of it is there, and hardly any is out.

    Scores of a cohort that is still coming in are those of its quick half.

    >>> has_matured(200, 2), has_matured(200, 3), has_matured(19, 0)
    (True, False, False)
    """
    return scores >= LEAST_SCORES and still_open <= MOST_OPEN * (scores + still_open)
