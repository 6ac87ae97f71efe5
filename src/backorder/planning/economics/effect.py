"""What giving changes, and how surely: those who were given against those held out."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z95 = 1.959964  # of the normal distribution, 2.5 % beyond it


class Effect(NamedTuple):
    """By how much the second share is above the first, and the interval it lies in at 95 %.

    None where one of the groups is empty: then nothing is known.
    """

    difference: float | None
    low: float | None
    high: float | None


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the interval in which a share lies at 95 %: Wilson's (JASA 22, 1927).

    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    share, square = hits / of, Z95**2 / of
    middle = share + square / 2
    spread = sqrt(share * (1 - share) * square + square**2 / 4)
    return (middle - spread) / (1 + square), (middle + spread) / (1 + square)


def difference(given: tuple[int, int], held_out: tuple[int, int]) -> Effect:
    """Return how much likelier those held out were to cancel: each as (cancelled, of how many).

    The interval is Newcombe's hybrid score, his method 10 (Statistics in Medicine 17, 1998): it
    stays right with few orders and with shares near none or all. His first example is 56 of 70
    against 48 of 80.

    >>> [round(one, 4) for one in difference((48, 80), (56, 70))]
    [0.2, 0.0524, 0.3339]
    >>> difference((0, 0), (3, 9))
    Effect(difference=None, low=None, high=None)
    """
    if not (given[1] and held_out[1]):
        return Effect(None, None, None)
    here, there = given[0] / given[1], held_out[0] / held_out[1]
    here_low, here_high = wilson(*given)
    there_low, there_high = wilson(*held_out)
    gap = there - here
    below = sqrt((there - there_low) ** 2 + (here_high - here) ** 2)
    above = sqrt((there_high - there) ** 2 + (here - here_low) ** 2)
    return Effect(gap, gap - below, gap + above)
