"""Exact sums by index: what ``numpy.bincount`` does, without going through floating point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .ranking import Integers


def sums(index: Integers, values: Integers, size: int) -> Integers:
    """Return for each of ``size`` places the sum of the values whose index it is.

    >>> sums(np.array([0, 2, 0]), np.array([1, 5, 2]), 4).tolist()
    [3, 0, 5, 0]
    """
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, index, values)
    return total
