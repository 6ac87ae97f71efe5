"""Alternatives: what a customer who would have to wait may take instead, the best first.

Nobody is ever given one unasked. What is on the shelf comes first, then the earlier day; of one day
what is not dearer, then what earns more, then what customers took more often when it was shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

STEP = 10  # percent: prices and margins closer than this are alike
PRIOR_SHOWN = 20  # times shown that the common rate counts as much as a pair's own
COMMON_RATE = 0.05  # of acceptance, where nothing at all is known
_FAR = 2**31


class Alternative(NamedTuple):
    """A product that may be offered instead of another.

    ``source``: *declared* by somebody, or *found* by likeness and baskets. ``now``: units free on
    the shelf. ``on``: the day on which the units asked for can leave, None where they cannot be
    had. Prices and costs in minor units. ``acceptance``: the chance that it is taken when shown.
    """

    sku: str
    name: str
    source: str
    rank: int
    now: int
    on: date | None
    unit_price: int
    unit_cost: int
    currency: str
    similarity: float = 0.0
    acceptance: float = COMMON_RATE


def acceptance(shown: int, accepted: int, all_shown: int, all_accepted: int) -> float:
    """Return the chance that an alternative is taken when shown, shrunk to what is common.

    A beta-binomial mean: the common rate counts as if it had been seen `PRIOR_SHOWN` times. More
    may be accepted than was counted as shown, so the shown are at least the accepted.

    >>> acceptance(0, 0, 0, 0), acceptance(20, 4, 0, 0), round(acceptance(980, 490, 1000, 500), 3)
    (0.05, 0.125, 0.5)
    """
    everybody = max(all_shown, all_accepted)
    # The common rate itself rests on few times at first.
    common = (all_accepted + COMMON_RATE * PRIOR_SHOWN) / (everybody + PRIOR_SHOWN)
    return (accepted + common * PRIOR_SHOWN) / (max(shown, accepted) + PRIOR_SHOWN)


def ranked(price: int, units: int, found: Iterable[Alternative]) -> list[Alternative]:
    """Return alternatives to a product of a price, for so many units, the best first.

    >>> from datetime import date
    >>> later = Alternative("A", "", "declared", 1, 0, date(2026, 12, 1), 100, 50, "EUR")
    >>> dear = Alternative("B", "", "found", 1, 9, date(2026, 11, 23), 150, 50, "EUR")
    >>> there = Alternative("C", "", "found", 2, 9, date(2026, 11, 23), 104, 50, "EUR")
    >>> [one.sku for one in ranked(100, 2, [later, dear, there])]
    ['C', 'B', 'A']
    """

    def key(one: Alternative) -> tuple[int, int, int, int, float, int, float, str]:
        return (
            0 if one.now >= units else 1,
            _FAR if one.on is None else one.on.toordinal(),
            _dearer(price, one.unit_price),
            -_margin(one),
            -one.acceptance,
            one.rank if one.source == "declared" else _FAR,
            -one.similarity,
            one.sku,
        )

    return sorted(found, key=key)


def _dearer(price: int, other: int) -> int:
    """Return by how many steps a price is above another; what costs less is as good as the same."""
    if other <= price:
        return 0
    return _FAR if not price else 100 * (other - price) // (price * STEP)


def _margin(one: Alternative) -> int:
    """Return what is earned of the price, in steps; nought where the cost is not known."""
    if not (one.unit_price and one.unit_cost):
        return 0
    return 100 * (one.unit_price - one.unit_cost) // (one.unit_price * STEP)
