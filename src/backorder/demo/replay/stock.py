"""The shop's stock policy: what to buy this evening, and what to begin with.

Pure and vectorised: arrays hold one element per product. The reorder levels are the demo's.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.demo.reorder import levels, to_buy

from .fates import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from .fates import Fate
    from .history import History

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

LEARNING_DAYS = 28


class Policy(StrEnum):
    """When the shop buys, beyond what customers wait for."""

    REORDER_POINT = "reorder-point"
    ORDER_UP_TO = "order-up-to"
    JUST_IN_TIME = "just-in-time"
    TEXTBOOK = "textbook"
    OURS = "ours"


class Levels(NamedTuple):
    """The minimum and the maximum that a product's inventory position is held between."""

    low: Ints
    high: Ints


def stock_levels(  # noqa: PLR0913, PLR0917 (what a level is made of)
    rate: Floats,
    variance: Floats,
    lead_days: Floats,
    review_days: float,
    cover_days: float,
    safety: float,
) -> Levels:
    """Return the levels for trailing demand of ``rate`` units a day and its ``variance``.

    The minimum covers lead time, the days until the next look, and ``safety`` standard deviations
    of the demand in that time; the maximum lies ``cover_days`` of demand above.

    >>> one = np.array([1.0])
    >>> low, high = stock_levels(one * 2, one * 4, one * 9, 7.0, 10.0, 1.0)
    >>> low.tolist(), high.tolist()
    ([40], [60])
    """
    # The demo's rule looks once a week: seven days are in it already.
    low, _ = levels(rate, variance, np.maximum(lead_days + review_days - 7.0, 0.0), safety)
    high = low + np.ceil(rate * cover_days).astype(np.int64)
    return Levels(low, np.maximum(high, low + (low > 0)))


def reorder_point(position: Ints, level: Levels, _looked_at: Bools) -> Ints:
    """Buy up to the maximum once the position has fallen to the minimum; looked at every day.

    >>> a = np.array
    >>> reorder_point(a([3, 5]), Levels(a([4, 4]), a([9, 9])), a([False, False])).tolist()
    [6, 0]
    """
    one = np.ones_like(position)
    return np.where(level.high > 0, to_buy(position, level.low, level.high, one, one), 0)


def order_up_to(position: Ints, level: Levels, looked_at: Bools) -> Ints:
    """Buy up to the maximum whatever is there, on the days a product's supplier is looked at.

    >>> a = np.array
    >>> order_up_to(a([3, 5]), Levels(a([4, 4]), a([9, 9])), a([True, False])).tolist()
    [6, 0]
    """
    return np.where(looked_at, np.maximum(level.high - position, 0), 0)


def just_in_time(position: Ints, _level: Levels, _looked_at: Bools) -> Ints:
    """Buy nothing: only what customers wait for is bought, from the suggestions.

    >>> a = np.array
    >>> just_in_time(a([-3]), Levels(a([4]), a([9])), a([True])).tolist()
    [0]
    """
    return np.zeros_like(position)


RULES: Mapping[Policy, Callable[[Ints, Levels, Bools], Ints]] = {
    Policy.REORDER_POINT: reorder_point,
    Policy.ORDER_UP_TO: order_up_to,
    Policy.JUST_IN_TIME: just_in_time,
}


def first_weeks(
    history: History, parts: Sequence[Part | Fate], place: Mapping[str, int]
) -> tuple[Floats, Ints]:
    """Return the units a day of each product's own first weeks on sale, and its first day.

    What was ordered and cancelled on one day is left out. ``parts`` says what each row asks for,
    ``place`` numbers the products; days count from the history's first.
    """
    begun = history.at[0].date()
    first = np.full(len(place), np.iinfo(np.int64).max, dtype=np.int64)
    daily: dict[tuple[int, int], int] = {}
    for at, (instant, part) in enumerate(zip(history.at, parts, strict=True)):
        if part in {Part.ORDER, Part.CANCELLATION}:
            product = place[history.sku[at]]
            day = (instant.date() - begun) // timedelta(days=1)
            if part is Part.ORDER:
                first[product] = min(first[product], day)
            daily[product, day] = daily.get((product, day), 0) + history.quantity[at]
    units = np.zeros(len(place))
    for (product, day), asked in daily.items():
        if 0 <= day - first[product] < LEARNING_DAYS:
            units[product] += max(0, asked)
    return units / LEARNING_DAYS, first
