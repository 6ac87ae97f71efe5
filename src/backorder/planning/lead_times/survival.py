"""The product-limit estimate of Kaplan and Meier: how many come by a day, some being still out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]


class Curve(NamedTuple):
    """The chance ``left[k]`` that something is still to come after ``at[k]``; ``at`` ascends."""

    at: Floats
    left: Floats

    def quantile(self, chance: float) -> float:
        """Return the first value by which that chance is reached, ``inf`` where it never is."""
        found = int(np.searchsorted(-self.left, chance - 1 - 1e-12))
        return float(self.at[found]) if found < self.at.size else float("inf")


def kaplan_meier(
    value: npt.ArrayLike, came: npt.ArrayLike, weight: npt.ArrayLike | None = None
) -> Curve:
    """Return the curve of values, of which those that have not ``came`` are only lower bounds.

    S(t) = product over u <= t of 1 - d_u / n_u: of the weight n_u not below u, d_u comes at u.
    (Kaplan and Meier, JASA 53, 1958.) ``weight``: how much each counts, all alike without.

    Remission in weeks of 21 patients, of whom twelve were still in it (Freireich et al., 1963):

    >>> weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    >>> over = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    >>> curve = kaplan_meier(weeks, over)
    >>> curve.left.round(4).tolist(), curve.quantile(0.5)
    ([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], 23.0)
    """
    values = np.asarray(value, dtype=np.float64)
    happened: Flags = np.asarray(came, dtype=np.bool_)
    weights = np.ones(values.size) if weight is None else np.asarray(weight, dtype=np.float64)
    found, which = np.unique(values, return_inverse=True)
    here = np.bincount(which, weights, found.size)
    events = np.bincount(which, weights * happened, found.size)
    at_risk = np.cumsum(here[::-1])[::-1]
    share = np.divide(events, at_risk, out=np.zeros(found.size), where=at_risk > 0)
    left = np.cumprod(1 - np.minimum(share, 1.0))
    spoken = events > 0
    return Curve(found[spoken], left[spoken])
