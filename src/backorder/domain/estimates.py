"""Estimates: by which day goods come with a given chance.

One interface, whatever is known: the day that was stated and what is known of its spread. Where
lead times have been learned, they speak (see `learned`). Else the time of coming is taken as normal
around the stated day, with the spread that somebody gave as standard deviation. Days are rounded
up, so that the chance is never smaller than the one asked for.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from math import ceil, erfc, log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .learned import Learned

if TYPE_CHECKING:
    from datetime import date

MEDIAN = 50  # percent
QUANTILES = (MEDIAN, 80, 95)
_NORMAL = NormalDist()
_FAR = 30.0  # standard deviations; the tail beyond is too thin for its own quotient
_HAIR = 1e-9  # of a day: what is nought in theory is not rounded up to a day


Spread: TypeAlias = "int | Learned"  # days of deviation, 0 where nobody knows, or what was learned


class Estimate(NamedTuple):
    """Goods come by ``day`` with a chance of ``confidence`` percent."""

    day: date
    confidence: int


def estimate(stated: date, spread: Spread, today: date, quantile: int) -> Estimate:
    """Return the day by which goods come with a chance of ``quantile`` percent.

    ``stated`` is the day somebody named, ``spread`` the standard deviation around it in days, 0
    where it is not known. Until the stated day has passed, it is taken at its word. Afterwards,
    what is left of the distribution counts: the goods have not come up to yesterday. Overdue and
    without a spread nothing is known: today at best, with a confidence of nought.

    What was learned says by itself how far from the stated day goods come, before it or after; and
    the longer they have not come, the less is left of it.

    Nine days ahead with a spread of five; and stated for three days ago:

    >>> from datetime import date
    >>> estimate(date(2026, 12, 1), 5, date(2026, 11, 22), 80).day
    datetime.date(2026, 12, 6)
    >>> estimate(date(2026, 11, 19), 5, date(2026, 11, 22), 80).day
    datetime.date(2026, 11, 27)
    >>> estimate(date(2026, 11, 19), 0, date(2026, 11, 22), 80)
    Estimate(day=datetime.date(2026, 11, 22), confidence=0)

    Learned that what is stated for 14 days takes 16 to 20; ordered today, and stated for yesterday:

    >>> learned = Learned(14, 16, 18, 20)
    >>> estimate(date(2026, 12, 6), learned, date(2026, 11, 22), 80).day
    datetime.date(2026, 12, 10)
    >>> estimate(date(2026, 11, 21), learned, date(2026, 11, 22), 80).day
    datetime.date(2026, 11, 26)
    """
    overdue = (today - stated).days
    if isinstance(spread, Learned):
        return Estimate(stated + timedelta(days=learned_late(overdue, spread, quantile)), quantile)
    if overdue <= 0:
        return Estimate(stated + timedelta(days=days_late(0, spread, quantile)), quantile)
    if not spread:
        return Estimate(today, 0)
    return Estimate(stated + timedelta(days=days_late(overdue, spread, quantile)), quantile)


@lru_cache(maxsize=65_536)
def learned_late(overdue: int, learned: Learned, quantile: int) -> int:
    """Return how many whole days after the stated one goods come; below 0 for days before it.

    ``overdue``: days since the stated one, below 0 if it is still ahead. What was stated for more
    or fewer days than those learned from comes that much later or earlier. Never before today.
    """
    taken = overdue + learned.stated - 1  # they had not come up to yesterday
    days = learned.days(quantile / 100, taken)
    return max(ceil(days - learned.stated - _HAIR), overdue)


@lru_cache(maxsize=4096)
def days_late(overdue: int, spread: int, quantile: int) -> int:
    """Return how many whole days after the stated one goods come, with that chance in percent.

    ``overdue``: days since the stated one, 0 if it is still ahead. With F the normal distribution
    of mean 0 and deviation ``spread``, the least x with (F(x) - F(a)) / (1 - F(a)) >= quantile,
    where a = overdue - 1 is the last day on which they have not come.

    >>> [days_late(0, 10, quantile) for quantile in QUANTILES]
    [0, 9, 17]
    >>> [days_late(1, 10, quantile) for quantile in QUANTILES]
    [7, 13, 20]
    """
    if not spread:
        return overdue
    chance = quantile / 100
    if not overdue:
        return max(ceil(spread * _NORMAL.inv_cdf(chance) - _HAIR), 0)
    age = (overdue - 1) / spread
    if age > _FAR:
        # 1 - F(x) falls like exp(-age * x) there.
        return max(ceil(overdue - 1 - spread * log(1 - chance) / age - _HAIR), overdue)
    left = erfc(age / sqrt(2)) / 2
    return max(ceil(-spread * _NORMAL.inv_cdf((1 - chance) * left) - _HAIR), overdue)
