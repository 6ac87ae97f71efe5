"""How suppliers behave: when they deliver, what they leave out, and when they say so."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from .words import SUPPLIER_FIRST, SUPPLIER_LAST

FRIDAY = 4
WEEK = ("mon", "tue", "wed", "thu", "fri")


class Habits(NamedTuple):
    """A temper: spread of lead times, and how often things go wrong (shares of 1)."""

    name: str
    optimism: float  # what they quote, as a share of what they usually need
    spread: float  # sigma of the logarithm of the lead time
    short: float
    split: float
    damaged: float
    over: float
    tells: float  # how often they announce a delay before the due date


RELIABLE = Habits("reliable", 1.12, 0.10, 0.010, 0.05, 0.0015, 0.010, 0.90)
AVERAGE = Habits("average", 1.00, 0.20, 0.030, 0.14, 0.006, 0.020, 0.65)
POOR = Habits("poor", 0.88, 0.38, 0.090, 0.30, 0.022, 0.030, 0.30)
TEMPERS = (RELIABLE, AVERAGE, POOR)
TEMPER_SHARES = (0.50, 0.35, 0.15)


@dataclass(frozen=True)
class Supplier:
    """A supplier: what we call it, what it usually needs, and what it says it needs."""

    code: str
    name: str
    habits: Habits
    usual_days: float
    quoted_days: int
    order_weekday: int


class PartLine(NamedTuple):
    """One product of a delivery: good and damaged units, and whether the rest will not come."""

    sku: str
    good: int
    damaged: int
    close: bool


class Part(NamedTuple):
    """A van at the gate: the day it comes and what is in it."""

    on: date
    lines: tuple[PartLine, ...]


class News(NamedTuple):
    """On this day the supplier names another date."""

    on: date
    expected_on: date


class Delivery(NamedTuple):
    """What will become of one purchase order: the news on the way, and the parts that arrive."""

    news: tuple[News, ...]
    parts: tuple[Part, ...]


def make_suppliers(rng: np.random.Generator, count: int) -> tuple[Supplier, ...]:
    """Return suppliers whose usual lead times are log-normal: most near, a few overseas."""
    names = [f"{first} {last}" for first in SUPPLIER_FIRST for last in SUPPLIER_LAST]
    chosen = rng.permutation(len(names))[:count]
    usual = np.clip(rng.lognormal(np.log(13.0), 0.55, count), 4.0, 55.0)
    # Shares rather than independent draws: a small company has its bad suppliers too.
    tempers = rng.permutation(
        np.searchsorted(np.cumsum(TEMPER_SHARES), (np.arange(count) + 0.5) / count)
    )
    weekdays = rng.integers(0, 5, count)
    suppliers = []
    for n in range(count):
        habits = TEMPERS[min(int(tempers[n]), len(TEMPERS) - 1)]
        suppliers.append(
            Supplier(
                code=f"S{n + 1:03d}",
                name=names[int(chosen[n])],
                habits=habits,
                usual_days=float(usual[n]),
                quoted_days=max(2, round(float(usual[n]) * habits.optimism)),
                order_weekday=int(weekdays[n]),
            )
        )
    return tuple(suppliers)


def terms(supplier: Supplier, n: int) -> dict[str, Any]:
    """Return the ``n``-th supplier as set_suppliers takes it: who it is, and its terms."""
    near = supplier.quoted_days < 20
    return {
        "code": supplier.code,
        "name": supplier.name,
        "email": f"sales@{supplier.code.lower()}.example",
        "language": "de" if n % 3 == 0 else "",
        "order_week": WEEK[supplier.order_weekday],
        "review_days": 7,
        "min_order_value": (0, 15_000, 40_000)[n % 3],
        "freight": 1_900 if near else 6_900,
        "emergency_freight": 5_900 if near else 24_900,
    }


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend.

    >>> working_day(date(2025, 3, 1))
    datetime.date(2025, 3, 3)
    """
    beyond = day.weekday() - FRIDAY
    return day + timedelta(days=3 - beyond) if beyond > 0 else day


def _units(
    rng: np.random.Generator, habits: Habits, sku: str, ordered: int
) -> tuple[str, int, int, bool]:
    """Decide what becomes of one line: units that come, damaged ones among them, closed short."""
    comes = ordered
    short = bool(rng.random() < habits.short)
    if short:
        comes = int(ordered * rng.uniform(0.3, 0.9))
    elif rng.random() < habits.over:
        comes = ordered + max(1, round(ordered * 0.05))
    damaged = int(rng.binomial(comes, habits.damaged))
    return sku, comes - damaged, damaged, short


def _parts(
    rng: np.random.Generator, habits: Habits, on: date, lines: list[tuple[str, int, int, bool]]
) -> tuple[Part, ...]:
    if rng.random() >= habits.split:
        return (Part(on, tuple(PartLine(*line) for line in lines)),)
    share = rng.uniform(0.4, 0.8)
    first, rest = [], []
    for sku, good, damaged, short in lines:
        now = int(good * share)
        if now:
            first.append(PartLine(sku, now, 0, close=False))
        rest.append(PartLine(sku, good - now, damaged, short))
    later = working_day(on + timedelta(days=int(rng.integers(3, 15))))
    parts = [Part(on, tuple(first))] if first else []
    return (*parts, Part(later, tuple(rest)))


def _news(
    rng: np.random.Generator, habits: Habits, ordered_on: date, expected_on: date, comes_on: date
) -> tuple[News, ...]:
    """Return what the supplier says about a delay: early and honest, or late and hopeful."""
    days_late = (comes_on - expected_on).days
    if days_late <= 0:
        if days_late < -4 and rng.random() < habits.tells:
            return (News(ordered_on + timedelta(days=2), comes_on),)
        return ()
    if rng.random() < habits.tells:
        before = int(rng.integers(1, 8))
        told_on = max(ordered_on + timedelta(days=1), expected_on - timedelta(days=before))
        return (News(told_on, comes_on),)
    told_on = expected_on + timedelta(days=int(rng.integers(1, 4)))
    if told_on >= comes_on:
        return ()
    hopeful = working_day(told_on + timedelta(days=max(1, round(days_late * 0.5))))
    if hopeful >= comes_on:
        return (News(told_on, comes_on),)
    return (News(told_on, hopeful), News(hopeful + timedelta(days=1), comes_on))


def plan_delivery(  # noqa: PLR0913, PLR0917 (one delivery, all of it needed)
    rng: np.random.Generator,
    supplier: Supplier,
    ordered_on: date,
    expected_on: date,
    lines: list[tuple[str, int]],
    delay_days: int = 0,
) -> Delivery:
    """Return what becomes of a purchase order of ``(sku, units)`` lines.

    ``delay_days`` is a common cause on top of the supplier's own (a strike in the harbour). Every
    unit ordered either comes, or its line is closed short by the last part.
    """
    habits = supplier.habits
    needed = supplier.usual_days * float(rng.lognormal(0.0, habits.spread))
    comes_on = working_day(ordered_on + timedelta(days=max(1, round(needed)) + delay_days))
    units = [_units(rng, habits, sku, ordered) for sku, ordered in lines]
    news = _news(rng, habits, ordered_on, expected_on, comes_on)
    parts = _parts(rng, habits, comes_on, units)
    if len(parts) > 1 and _is_open(lines, parts[0]):
        # With the first part comes word of the second.
        news = (*news, News(parts[0].on + timedelta(days=1), parts[-1].on))
    return Delivery(news, parts)


def _is_open(lines: list[tuple[str, int]], first: Part) -> bool:
    """Tell whether anything ordered is still to come after the first part: the rest may be extra.

    >>> _is_open([("A", 1)], Part(date(2025, 3, 3), (PartLine("A", 1, 0, close=False),)))
    False
    """
    came = {line.sku: line.good for line in first.lines}
    return any(came.get(sku, 0) < ordered for sku, ordered in lines)
