"""When the goods are ready: the quantiles of one open purchase, and of an order that needs several.

Log-normal lead times by their median in days and the deviation of their logarithm.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NORMAL = NormalDist()
_HALVINGS = 200
_NEAR = 1e-12  # relative width at which halving ends
_THIN = 1e-12  # a chance below which a purchase is as good as never to have been this late


class Due(NamedTuple):
    """An open purchase: ``median`` days, ``sigma`` of the log of days, ``age`` in days so far."""

    supplier: str
    median: float
    sigma: float
    age: float = 0.0

    def chance(self, days: float) -> float:
        """Return the chance that it comes within so many more days, given that it has not yet."""
        if self.age <= 0:
            return self._by(days)
        before = self._by(self.age)
        if 1 - before < _THIN:
            return 1.0 if days > 0 else 0.0
        return (self._by(self.age + days) - before) / (1 - before)

    def _by(self, days: float) -> float:
        if days <= 0:
            return 0.0
        return _NORMAL.cdf(math.log(days / self.median) / self.sigma)


def ready(needed: Iterable[Due], days: float) -> float:
    """Return the chance that all that is needed is there within so many days.

    F(x) = product over suppliers of the least F_i(x) of theirs: suppliers do not know of each
    other, while one who is late is late with everything.

    >>> one = Due("S1", 14, 0.3)
    >>> round(ready([one, one._replace(supplier="S2")], 14), 4), round(ready([one, one], 14), 4)
    (0.25, 0.5)
    """
    worst: dict[str, float] = {}
    for due in needed:
        worst[due.supplier] = min(due.chance(days), worst.get(due.supplier, 1.0))
    return math.prod(worst.values())


def ready_quantile(needed: Sequence[Due], chance: float) -> float:
    """Return the days from now within which all is there with that chance, by halving.

    Two purchases of two suppliers, and the first of them alone; then one that is 20 days old:

    >>> both = Due("S1", 14, 0.3), Due("S2", 30, 0.5)
    >>> [round(ready_quantile(both, q), 3) for q in (0.5, 0.8, 0.95)]
    [30.101, 45.698, 68.281]
    >>> [round(ready_quantile(both[:1], q), 2) for q in (0.5, 0.8, 0.95)]
    [14.0, 18.02, 22.93]
    >>> [round(ready_quantile([Due("S1", 14, 0.3, age=20)], q), 3) for q in (0.5, 0.8, 0.95)]
    [2.399, 5.412, 9.82]
    """
    low, high = 0.0, 1.0
    while ready(needed, high) < chance:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        if high - low <= _NEAR * high:
            break
        middle = (low + high) / 2
        low, high = (middle, high) if ready(needed, middle) < chance else (low, middle)
    return high
