"""How far the units of a line have come, and the history of their dates. Pure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from backorder.app.pages.order_facts import Line, Part, Told

RECEIVED, ON_ORDER, ARRIVING, PACKED, SHIPPED = range(5)
# How far units are that stand on a supply of a kind: the step that is going on.
_STEP = {"unknown": ON_ORDER, "planned": ON_ORDER, "purchase": ARRIVING, "transfer": ARRIVING}
# By whose doing a day moved: what the customer is told of the cause.
_WHO = {
    "placed": "us",
    "confirmed_later": "us",
    "supplier_said": "supplier",
    "supplier_short": "supplier",
    "closed_short": "supplier",
    "supply_cancelled": "supplier",
    "order_changed": "order",
    "overdue": "overdue",
    "received_late": "overdue",
    "received_short": "short",
    "stock_corrected": "short",
    "demand_released": "freed",
    "hold_expired": "freed",
}
_CERTAIN, _LIKELY, _EVEN = 95, 80, 50  # percent


class Group(NamedTuple):
    """Units of a line that are equally far and have one day; ``on`` is None where none is known.

    ``delivers_on`` is the day at the customer's, where the way there is known. ``sure``: "certain",
    "likely", "perhaps", "unsure", or "" where there is nothing to be sure of.
    """

    quantity: int
    step: int
    on: date | None
    delivers_on: date | None
    sure: str
    basis: str
    released: bool

    @property
    def day(self) -> date | None:
        """Return the day that counts for the customer."""
        return self.delivers_on or self.on


class Day(NamedTuple):
    """Units and the day that was told for them."""

    quantity: int
    on: date | None


class Word(NamedTuple):
    """What was said of a line's days at one instant, and by whose doing.

    ``last`` is the day of the last unit, None where a unit had none.
    """

    at: datetime
    who: str
    first: bool
    days: tuple[Day, ...]

    @property
    def last(self) -> date | None:
        """Return the day of the last unit."""
        known = [day.on for day in self.days if day.on is not None]
        return max(known) if len(known) == len(self.days) and known else None


def groups(line: Line, told: Iterable[Told]) -> list[Group]:
    """Return the units of a line by how far they are, the farthest first.

    ``told`` are all parts of all versions of the line's promise.
    """
    latest = _latest(told)
    found: dict[tuple[int, date | None, str, bool], int] = {}
    for part in line.parts:
        key = (_step(part), part.on, part.basis, part.released)
        found[key] = found.get(key, 0) + part.quantity
    if line.shipped:
        found[SHIPPED + 1, None, "shipped", False] = line.shipped
    made = []
    for (step, on, basis, released), units in found.items():
        same = [one for one in latest if one.on == on and one.basis == basis]
        near = same or [one for one in latest if one.on == on]
        delivers = near[0].delivers_on if near and on else None
        percent = 100 if basis == "stock" else near[0].confidence if near and on else -1
        made.append(Group(units, step, on, delivers, sureness(percent), basis, released))
    return sorted(made, key=lambda one: (-one.step, one.on is None, one.on, one.basis))


def _step(part: Part) -> int:
    return _STEP.get(part.basis, PACKED)


def _latest(told: Iterable[Told]) -> list[Told]:
    rows = list(told)
    last = max((one.version for one in rows), default=0)
    return [one for one in rows if one.version == last]


def sureness(percent: int) -> str:
    """Return how sure a day is, as a word's name.

    >>> [sureness(percent) for percent in (100, 80, 60, 10, -1)]
    ['certain', 'likely', 'perhaps', 'unsure', '']
    """
    if percent < 0:
        return ""
    if percent >= _CERTAIN:
        return "certain"
    return "likely" if percent >= _LIKELY else "perhaps" if percent >= _EVEN else "unsure"


def history(told: Sequence[Told]) -> list[Word]:
    """Return what was said of a line's days, the oldest first; what says nothing new is left out.

    Promises speak of units that were open at the time; a version with the same days as the one
    before it (another supply stands behind them) told the customer nothing.
    """
    found: list[Word] = []
    for version, rows in groupby(told, key=lambda one: one.version):
        parts = list(rows)
        days: dict[date | None, int] = {}
        for one in parts:
            day = one.delivers_on or one.on
            days[day] = days.get(day, 0) + one.quantity
        at, who = parts[0].made_at, _WHO.get(parts[0].cause, "plan")
        ordered = sorted(days.items(), key=lambda row: (row[0] is None, row[0]))
        word = Word(at, who, version == 1, tuple(Day(units, on) for on, units in ordered))
        if not found or {day.on for day in word.days} != {day.on for day in found[-1].days}:
            found.append(word)
    return found
