"""From whom to buy: the way that is expected to cost least, all told.

Pure. The cost of a way to cover a need is the price with its breaks, the freight, and the wait of
the customers behind it: each unit that waits costs so much a day until it comes, and again for the
days it is expected to come after its day. A need is split between two sources where that costs less
than any one of them: a small lot at once for those who wait, the rest where it is cheap; or what
one supplier cannot deliver from another. An emergency delivery is a source like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from . import lots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .lots import Terms

_HALF_NORMAL = 0.3989422804014327  # E[max(X, 0)] of a standard normal X


@dataclass(frozen=True, slots=True)
class Source:
    """A way to get a product: from whom, on which terms, after how many days.

    ``days`` is how long it takes in half of all cases, ``late_days`` how much later than that it
    comes on average (see `days_late`).
    """

    name: int
    terms: Terms
    days: int
    late_days: float = 0.0
    emergency: bool = False


class Part(NamedTuple):
    """So many units from one source."""

    source: Source
    quantity: int


class Choice(NamedTuple):
    """A way to cover a need, and what it is expected to cost in minor units."""

    parts: tuple[Part, ...]
    cost: float

    @property
    def quantity(self) -> int:
        """Return the units bought in all."""
        return sum(part.quantity for part in self.parts)


def days_late(spread: float) -> float:
    """Return the days beyond the stated one that are expected, for a normal spread around it.

    >>> round(days_late(10), 2)
    3.99
    """
    return _HALF_NORMAL * spread


def cost(  # noqa: PLR0913, PLR0917 (what a way costs depends on)
    parts: Iterable[Part], units: int, waiting: int, wait_cost: float, kept: float, unserved: int
) -> float:
    """Return what a way costs in all, in minor units.

    ``waiting`` of the ``units`` are asked for already; a day costs ``wait_cost`` for each. They are
    served as the parts come. ``kept``: see `lots.best_lot`. Units that no part covers wait
    ``unserved`` days.
    """
    left, still, total = waiting, units, 0.0
    for source, quantity in sorted(parts, key=lambda part: (part.source.days, part.source.name)):
        total += lots.cost(source.terms, quantity, max(still, 0), kept)
        served = min(left, quantity)
        total += served * wait_cost * (source.days + source.late_days)
        left -= served
        still -= quantity
    return total + left * wait_cost * unserved


def singles(
    sources: Sequence[Source], units: int, waiting: int, wait_cost: float, kept: float
) -> list[Choice]:
    """Return the way of buying all from one source, for each that can, the cheapest first."""
    found = []
    for source in sources:
        quantity = lots.best_lot(source.terms, units, kept)
        if quantity >= units:
            part = Part(source, quantity)
            price = cost([part], units, waiting, wait_cost, kept, 0)
            found.append(Choice((part,), price))
    return sorted(found, key=_order)


def choose(
    sources: Sequence[Source], units: int, waiting: int, wait_cost: float, kept: float
) -> Choice | None:
    """Return the cheapest way to cover a need from one source or two, None where there is no way.

    Every pair is looked at with every division that can be best: the first part as large as those
    who wait, as the limit of either source, as a price break or the rest of one asks for. Where
    all together cannot deliver enough, as much as two can.

    Two wait. S2 (8) has them in three days and dear, S1 (7) in thirty and cheap:

    >>> cheap = Source(7, lots.Terms(100, moq=10, multiple=10), 30)
    >>> quick = Source(8, lots.Terms(160), 3)
    >>> choose([cheap, quick], 22, 2, 50.0, 0.9).parts == (Part(quick, 2), Part(cheap, 20))
    True
    >>> choose([cheap, quick], 30, 2, 1.0, 0.9).parts == (Part(cheap, 30),)
    True
    """
    alone = singles(sources, units, waiting, wait_cost, kept)
    best = alone[0] if alone else None
    if best is not None and waiting * wait_cost == 0:
        return best
    unserved = 2 * max((source.days for source in sources), default=0) + 1
    if best is None and sources:
        best = min(
            (_partly([source], units, waiting, wait_cost, kept, unserved) for source in sources),
            key=_order,
        )
        best = best if best.quantity else None
    for first, second in permutations(sources, 2):
        for quantity in _divisions(first.terms, second.terms, units, waiting):
            rest = max(units - quantity, 0)
            for other in _rests(second.terms, rest, max(waiting - quantity, 0)):
                parts = tuple(
                    part for part in (Part(first, quantity), Part(second, other)) if part[1]
                )
                price = cost(parts, units, waiting, wait_cost, kept, unserved)
                if quantity + other < units:
                    price += _SHORT * (units - quantity - other)
                found = Choice(_in_order(parts), price)
                if best is None or _order(found) < _order(best):
                    best = found
    return best


_SHORT = 1e12  # a unit that is not covered at all is worse than any price


def _order(choice: Choice) -> tuple[float, int, tuple[int, ...]]:
    """Order ways by cost, then by the number of parts, then by who they are from."""
    return (
        round(choice.cost, 6),
        len(choice.parts),
        tuple(part.source.name for part in choice.parts),
    )


def _in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: (part.source.days, part.source.name)))


def _partly(  # noqa: PLR0913, PLR0917 (as `cost`)
    sources: Sequence[Source],
    units: int,
    waiting: int,
    wait_cost: float,
    kept: float,
    unserved: int,
) -> Choice:
    """Return the way of buying as much from these sources as they can deliver."""
    parts = [
        Part(source, quantity)
        for source in sources
        if (quantity := lots.best_lot(source.terms, units, kept))
    ]
    short = max(units - sum(part.quantity for part in parts), 0)
    price = cost(parts, units, waiting, wait_cost, kept, unserved) + _SHORT * short
    return Choice(_in_order(parts), price)


def _divisions(first: Terms, second: Terms, units: int, waiting: int) -> list[int]:
    """Return the quantities of the first part that can be best."""
    wanted = {1, waiting, units}
    for least, _ in first.breaks:
        wanted.add(least)
    for step in (second.moq, *(least for least, _ in second.breaks), second.most or 0):
        wanted |= {units - step, units - second.lot(step) if step else units}
    below = (units - waiting) // second.multiple * second.multiple
    wanted |= {units - below, units - below - second.multiple}
    found = {first.lot(quantity) for quantity in wanted if quantity > 0}
    if first.most is not None:
        found.add(first.most // first.multiple * first.multiple)
    return sorted(quantity for quantity in found if quantity > 0 and first.sold(quantity))


def _rests(second: Terms, rest: int, waiting: int) -> list[int]:
    """Return the quantities of the second part that can be best, given the first."""
    found = {*second.lots(rest), *second.lots(waiting)}
    if second.most is not None:
        largest = second.most // second.multiple * second.multiple
        found.add(largest if largest >= second.moq else 0)
    return sorted(found)
