"""The longest wait at which offering still pays, found by a bracket that cannot be left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

LONGEST = 3650.0  # days: no offer waits longer
GRID = 129  # waits looked at first, so that a gain that ends and comes back is not missed
HALVINGS = 60


def break_even_wait(
    gain: Callable[[Floats], Floats], size: int, longest: float = LONGEST
) -> Floats:
    """Return the wait in days up to which ``gain`` (offering minus refusing) is above 0.

    ``gain`` takes waits of shape (``size``, n) and returns as many values. A gain that is not
    above 0 even without a wait has no such wait: NaN, never offer. A gain that is above 0 up to
    ``longest`` days has none either: infinity, always offer. Otherwise the first crossing, by
    halving the interval in which it lies: no derivative, so a step in the gain does no harm.

    >>> from backorder.planning.economics.offering import *
    >>> from backorder.planning.economics.waiting import survival_constant
    >>> terms = Terms(margin=20, ship=1.5, cancel=2, future=60, admin=0.5)
    >>> def gain(w):
    ...     a = 0.9 * np.exp(-0.03 * w)
    ...     return value_of_offering(a, survival_constant(0.02, w), 0.021, terms) - 4.1
    >>> break_even_wait(gain, 1).round(4).tolist()
    [22.0959]
    >>> break_even_wait(lambda w: np.array([[-1.0], [1.0]]) - 0 * w, 2).tolist()
    [nan, inf]
    """
    # Denser near none, where most waits are.
    waits = longest * np.linspace(0.0, 1.0, GRID) ** 2
    pays = gain(np.broadcast_to(waits, (size, GRID))) > 0.0
    ends = ~pays
    first = np.argmax(ends, axis=1)
    crosses = pays[:, 0] & ends.any(axis=1)
    low = np.where(crosses, waits[np.maximum(first - 1, 0)], 0.0)
    high = np.where(crosses, waits[first], 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        above = gain(middle[:, None])[:, 0] > 0.0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(crosses, low, np.where(pays[:, 0], np.inf, np.nan))
