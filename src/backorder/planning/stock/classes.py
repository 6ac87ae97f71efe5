"""Classes of products: A, B, C by what they turn over, X, Y, Z by how steady they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Texts = NDArray[np.str_]

A_UNTIL, B_UNTIL = 0.80, 0.95  # share of the turnover, the largest first
X_UNTIL, Y_UNTIL = 0.5, 1.0  # standard deviation over mean, of a week's demand
WEEK = 7.0


def abc(turnover: Floats) -> Texts:
    """Return A for the products that make up 80 % of the turnover, B up to 95 %, else C.

    A product that crosses a line belongs to the better class; one without turnover is C.

    >>> abc(np.array([70.0, 20.0, 9.0, 1.0, 0.0])).tolist()
    ['A', 'A', 'B', 'C', 'C']
    """
    order = np.argsort(-turnover, kind="stable")
    whole = max(float(turnover.sum()), 1e-300)
    before = np.empty_like(turnover)
    before[order] = (np.cumsum(turnover[order]) - turnover[order]) / whole
    found = np.where(before < A_UNTIL, "A", np.where(before < B_UNTIL, "B", "C"))
    return np.asarray(np.where(turnover > 0.0, found, "C"), np.str_)


def xyz(rate: Floats, variance: Floats) -> Texts:
    """Return X for steady demand, Y for wavering, Z for lumpy, from units a day and variance.

    >>> xyz(np.array([10.0, 1.0, 0.01, 0.0]), np.array([10.0, 4.0, 0.02, 0.0])).tolist()
    ['X', 'Y', 'Z', 'Z']
    """
    mean = np.maximum(rate, 1e-300) * WEEK
    spread = np.sqrt(np.maximum(variance, 0.0) * WEEK) / mean
    found = np.where(spread <= X_UNTIL, "X", np.where(spread <= Y_UNTIL, "Y", "Z"))
    return np.asarray(np.where(rate > 0.0, found, "Z"), np.str_)
