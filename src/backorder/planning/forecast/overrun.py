"""When demand overruns supply: the first day on which more will have been asked for than is there.

Days are counted from today, day 0. Demand comes evenly within a week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from .series import Floats


def overrun(demand: npt.ArrayLike, supply: npt.ArrayLike) -> int | None:
    """Return the first day on which all demand so far is more than all supply so far, or None.

    ``demand`` and ``supply``: units by day, of one length; what is there now is supply of day 0.

    >>> overrun([2, 2, 2, 2, 2], [5, 0, 0, 4, 0])
    2
    >>> overrun([2, 2, 2, 2, 2], [6, 0, 0, 4, 0]) is None
    True
    """
    short = np.cumsum(np.asarray(demand, float)) > np.cumsum(np.asarray(supply, float)) + 1e-9
    return int(short.argmax()) if short.any() else None


def by_day(weekly: npt.ArrayLike, begun: int) -> Floats:
    """Return weekly units by day, without the first ``begun`` days: they have passed.

    Before the first week (``begun`` below nought) demand is as in that week.

    >>> by_day([7, 14], 5).tolist()
    [1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    """
    days = np.repeat(np.asarray(weekly, float) / 7, 7)
    if begun < 0:
        return np.concatenate([np.full(-begun, days[0] if days.size else 0.0), days])
    return days[begun:]


def lifted(base: npt.ArrayLike, shares: npt.ArrayLike, factor: float) -> Floats:
    """Return demand with a promotion over a share of each period.

    >>> lifted([10, 10], [1, 0.5], 1.5).tolist()
    [15.0, 12.5]
    """
    return np.asarray(base, float) * (1 + np.asarray(shares, float) * (factor - 1))
