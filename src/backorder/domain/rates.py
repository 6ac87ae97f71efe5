"""Shares with the interval in which they may lie."""

from __future__ import annotations

import math
from typing import NamedTuple

Z = 1.959964  # of 95 percent


class Interval(NamedTuple):
    """A share, and the ends of its 95 percent interval, from 0 to 1."""

    share: float
    low: float
    high: float


def interval(hits: int, times: int) -> Interval:
    """Return the share of hits with Wilson's score interval.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    JASA 22 (1927); the value below is that of Newcombe (1998), table I, 81 of 263. ``times`` is at
    least one, and hits are at most as many.

    >>> [round(each, 4) for each in interval(81, 263)]
    [0.308, 0.2553, 0.3662]
    >>> [round(each, 4) for each in interval(0, 10)]
    [0.0, 0.0, 0.2775]
    """
    share = hits / times
    middle = share + Z * Z / (2 * times)
    half = Z * math.sqrt(share * (1 - share) / times + Z * Z / (4 * times * times))
    whole = 1 + Z * Z / times
    return Interval(share, max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))
