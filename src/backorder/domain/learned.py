"""Learned: how long purchases take, as three days, and what is left of it at a purchase's age.

What was learned is kept as the days at P50, P80 and P95. Between and beyond, the logarithm of days
is taken as straight in normal scores, with a bend at P80: for a log-normal lead time that is exact.
"""

from __future__ import annotations

from math import erfc, exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

_NORMAL = NormalDist()
_SCORE_80, _SCORE_95 = _NORMAL.inv_cdf(0.8), _NORMAL.inv_cdf(0.95)
_FAR = 30.0  # standard deviations; the tail beyond is too thin for its own quotient


class Learned(NamedTuple):
    """Days from ordering to coming, with a chance of 50, 80 and 95 %; they ascend.

    ``stated``: what was stated for the purchases this was learned from, on average, in days. Of a
    purchase stated for later or sooner all of it moves by the difference. ``deliveries``: how many
    were learned from.
    """

    stated: float
    p50: float
    p80: float
    p95: float
    deliveries: int = 0

    def days(self, chance: float, age: float = 0.0) -> float:
        """Return the days from ordering within which it comes, given that it took over ``age``.

        With F the distribution, the x at which (F(x) - F(age)) / (1 - F(age)) = chance.

        Median 14 days, sigma 0.3; ordered now, and 20 days ago:

        >>> learned = Learned(14, 14, 18.021107, 22.931544)
        >>> [round(learned.days(chance), 2) for chance in (0.5, 0.8, 0.95)]
        [14.0, 18.02, 22.93]
        >>> [round(learned.days(chance, 20) - 20, 3) for chance in (0.5, 0.8, 0.95)]
        [2.399, 5.412, 9.82]
        """
        if age <= 0:
            return exp(self._log_days(_NORMAL.inv_cdf(chance)))
        score = self._score(log(age))
        if score > _FAR:
            # 1 - F(x) falls like exp(-x^2 / 2) there.
            return exp(self._log_days(sqrt(score * score - 2 * log(1 - chance))))
        left = erfc(score / sqrt(2)) / 2
        return exp(self._log_days(-_NORMAL.inv_cdf((1 - chance) * left)))

    def chance(self, days: float, age: float = 0.0) -> float:
        """Return the chance that it comes within so many days of ordering, given it took ``age``.

        >>> learned = Learned(14, 14, 18.021107, 22.931544)
        >>> round(learned.chance(18.021126), 3), round(learned.chance(25.412, 20), 3)
        (0.8, 0.8)
        """
        if days <= max(age, 0.0):
            return 0.0
        late = erfc(self._score(log(days)) / sqrt(2)) / 2
        if age <= 0:
            return 1 - late
        left = erfc(self._score(log(age)) / sqrt(2)) / 2
        return 1 - late / left if left else 1.0

    def _slopes(self) -> tuple[float, float]:
        first = log(self.p80 / self.p50) / _SCORE_80
        return first, log(self.p95 / self.p80) / (_SCORE_95 - _SCORE_80)

    def _log_days(self, score: float) -> float:
        first, second = self._slopes()
        if score <= _SCORE_80:
            return log(self.p50) + first * score
        return log(self.p80) + second * (score - _SCORE_80)

    def _score(self, log_days: float) -> float:
        first, second = self._slopes()
        over = log_days - log(self.p80)
        return (log_days - log(self.p50)) / first if over <= 0 else _SCORE_80 + over / second
