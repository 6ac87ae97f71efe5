"""Sums over all periods, each counting the less the further away it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .series import Floats

REACH = 13.0  # periods


def two_sided(values: Floats, reach: float = REACH) -> Floats:
    """Return for each period t the sum over u of values[u] exp(-|t - u| / reach): shape (n, T).

    >>> two_sided(np.array([[0.0, 1.0, 0.0]]), 1.0).round(4).tolist()
    [[0.3679, 1.0, 0.3679]]
    """
    keeps = np.exp(-1 / reach)
    found = np.empty_like(values)
    total = np.zeros(len(values))
    for t in range(values.shape[1]):
        total = total * keeps + values[:, t]
        found[:, t] = total
    total = np.zeros(len(values))
    for t in reversed(range(values.shape[1])):
        found[:, t] += total
        total = (total + values[:, t]) * keeps
    return found
