"""Live a history in arrays: the replay's own rules, without books, in seconds.

A day is as in the shop: receipts on working days, then customers in their order, then what came
back or was lost, then buying. Every unit that nobody has is bought that evening, and on working
days what the rule wants besides. Who waits is served first come, first served; units of one product
only, where the books know orders, dates and parcels too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.planning.stock.shelves import Shelves

from .knowing import Sold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .knowing import Rule
    from .sales import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

WEEK = 5  # working days of one
SATURDAY = 5


class Bought(NamedTuple):
    """Purchases in their order: product, day, units, the day named and the day they came."""

    product: Ints
    day: Ints
    units: Ints
    expected: Ints
    comes: Ints


class Life(NamedTuple):
    """What happened, by day and product: units on the shelf (less who waited) and receipts.

    ``begins``: after the receipts of a morning; ``ends``: in the evening; ``gained``: units
    received or brought back during the day; ``ordered``: units on order in the evening.
    """

    begins: Ints
    ends: Ints
    gained: Ints
    ordered: Ints
    bought: Bought


def live(world: World, rule: Rule) -> Life:
    """Live through all days of a world by a rule."""
    days, count = world.asked.shape
    calendar = _Calendar(world)
    shelves = Shelves(world.opening, calendar.horizon)
    lines = np.searchsorted(world.lines.day, np.arange(days + 1))
    begins, ends, gained, ordered = (np.zeros((days, count), np.int64) for _ in range(4))
    purchases: list[Bought] = []
    for day in range(days):
        gained[day] = shelves.receive() + world.back[day]
        rule.came(*calendar.came(day))
        begins[day] = shelves.net
        shelves.sell(world.asked[day])
        shelves.net += world.back[day]
        shelves.net -= np.minimum(world.lost[day], np.maximum(shelves.net, 0))
        buy = np.maximum(-shelves.position, 0)  # what someone waits for and nobody brings
        today = slice(lines[day], lines[day + 1])
        sold = Sold(world.asked[day], world.lines.product[today], world.lines.units[today])
        wanted = rule.wanted(day, sold)
        if world.working[day]:
            position = shelves.position + buy
            buy += np.where(position <= wanted.low, np.maximum(wanted.high - position, 0), 0)
        at = np.flatnonzero(buy)
        took = calendar.took(day)
        shelves.order(buy, took, np.floor(buy * world.short[day] + 1e-9).astype(np.int64))
        expected = calendar.expected[day, world.supplier[at]]
        purchases.append(Bought(at, np.full(at.size, day), buy[at], expected, day + took[at]))
        calendar.note(day, world.supplier[at])
        ends[day], ordered[day] = shelves.net, shelves.on_order
        shelves.close()
    whole = Bought(*(np.concatenate(column) for column in zip(*purchases, strict=True)))
    return Life(begins, ends, gained, ordered, whole)


class _Calendar:
    """When what is ordered on a day is expected, and when it comes; and what came when."""

    def __init__(self, world: World) -> None:
        days = len(world.asked)
        on = np.arange(days)[:, None]
        weekday = world.first.weekday()
        self.expected = working_day(on + world.quoted, weekday)
        self._comes = working_day(np.maximum(on + 1, self.expected + world.slips), weekday)
        self._quoted = world.quoted
        self._supplier = world.supplier
        self.horizon = int((self._comes - on).max()) + 1
        self._due: dict[int, list[tuple[int, int]]] = {}

    def took(self, day: int) -> Ints:
        """Return the days that each product takes if it is ordered today."""
        return np.asarray(self._comes[day, self._supplier] - day, np.int64)

    def note(self, day: int, suppliers: Ints) -> None:
        """Note from whom something was ordered today."""
        for one in np.unique(suppliers).tolist():
            self._due.setdefault(int(self._comes[day, one]), []).append((one, day))

    def came(self, day: int) -> tuple[Ints, Ints, Ints]:
        """Return the suppliers whose deliveries came today, the days quoted, the days taken."""
        due = np.array(self._due.pop(day, []), np.int64).reshape(-1, 2)
        return due[:, 0], self._quoted[due[:, 0]], day - due[:, 1]


def working_day(day: Ints, weekday: int) -> Ints:
    """Return days, or the Monday after where they are on a weekend; day 0 is such a ``weekday``.

    >>> working_day(np.array([4, 5, 6, 7]), 0).tolist()
    [4, 7, 7, 7]
    """
    of_week = (day + weekday) % 7
    return np.asarray(day + np.where(of_week >= SATURDAY, 7 - of_week, 0), np.int64)
