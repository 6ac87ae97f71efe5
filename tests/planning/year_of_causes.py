"""A simulated year of products with a known cause of every backorder.

Each product is sold, reordered and received by a simple rule that never runs short by itself.
Then causes are injected, one or two a product. The truth is found by living the same year again,
with the same chance, without each of them, the rule reordering by what it then sees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from math import factorial, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.planning import causes as c

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator

DAYS, WARM = 365, 40
HOUR = c.DAY // 24
ARRIVE, CORRECT, SELL, REORDER = 8 * HOUR, 9 * HOUR, 10 * HOUR, 18 * HOUR
DEMAND, PROMOTION, LATE, SHORT, RECORD, POLICY, ALLOCATION = range(7)
STAYS = 8  # days that goods given to an order wait to leave
SOMETIMES = 0.35  # of a short delivery, what comes


class Line(NamedTuple):
    name: tuple[int, int]
    placed: int
    units: int


class Lot(NamedTuple):
    due: int
    arrives: int
    units: int
    fails: bool


@dataclass
class Product:
    """What chance gives a product's year, drawn before it is lived: the same in every world."""

    rate: float
    lead: int
    injected: tuple[int, ...]
    base: np.ndarray = field(init=False)
    extra: dict[int, np.ndarray] = field(init=False)
    episodes: dict[int, set[int]] = field(init=False)
    safety: float = field(init=False)
    batch: int = field(init=False)

    def draw(self, rng: Generator) -> Product:
        self.base = rng.poisson(self.rate, DAYS)
        self.safety = 3.0 * sqrt(self.rate * (self.lead + 1))
        self.batch = max(1, round(10 * self.rate))
        self.episodes = {}
        for cause in self.injected:
            if cause == ALLOCATION:
                self.episodes[cause] = set(range(DAYS))
                continue
            spans = [(int(d), self._length(cause)) for d in WARM + rng.integers(0, 60, 3)]
            self.episodes[cause] = {
                day
                for n, (begun, length) in enumerate(spans)
                for day in range(begun + 100 * n, min(DAYS, begun + 100 * n + length))
            }
        self.extra = {
            cause: rng.poisson(
                [
                    self._surge() if day in self.episodes.get(cause, ()) else 0.0
                    for day in range(DAYS)
                ]
            )
            for cause in (DEMAND, PROMOTION)
        }
        self.lost = 0.9 * (self.rate * (self.lead + 1) + self.safety)
        return self

    def _surge(self) -> float:
        """Return the units a day that use up in ten days what is kept for a lead time."""
        return (self.safety + self.rate * (self.lead + 8)) / 10

    def _length(self, cause: int) -> int:
        return {DEMAND: 10, PROMOTION: 10, RECORD: 1, POLICY: 60}.get(cause, 30)


@dataclass
class Year:
    """What the books of one product say of a year lived; ``short`` is kept by line."""

    lines: list[Line] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    corrections: list[tuple[int, int]] = field(default_factory=list)
    grants: list[tuple[int, int, int]] = field(default_factory=list)
    flow: list[tuple[int, int]] = field(default_factory=list)
    short: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    opened: list[tuple[Line, int, int]] = field(default_factory=list)

    def short_at(self, name: tuple[int, int], at: int) -> int:
        return next((units for t, units in reversed(self.short.get(name, [])) if t <= at), 0)


class Living:
    """One product's year, day by day, with the causes ``on``."""

    def __init__(self, product: Product, on: frozenset[int]) -> None:
        self.product, self.on, self.year = product, on, Year()
        self.free = self.order_up_to(on=False)
        self.position = self.free
        self.waiting: list[tuple[Line, int]] = []
        self.reserved: list[tuple[int, Line, int]] = []  # leaves on that day
        self.due: dict[int, list[Lot]] = {}
        self.year.flow.append((-c.DAY, self.free))

    def order_up_to(self, *, on: bool) -> int:
        p = self.product
        whole = p.rate * (p.lead + 1) + p.safety
        return round(0.45 * whole if on else whole) + p.batch

    def happens(self, cause: int, day: int) -> bool:
        return cause in self.on and day in self.product.episodes.get(cause, ())

    def live(self) -> Year:
        for day in range(DAYS):
            self.receive(day)
            if self.happens(RECORD, day):
                self.correct(day)
            for k, units in enumerate((self.product.base, *self.product.extra.values())):
                if units[day] and (k == 0 or k - 1 in self.on):
                    self.sell(day, k, int(units[day]))
            self.reserved = [one for one in self.reserved if one[0] > day]
            self.reorder(day)
        return self.year

    def receive(self, day: int) -> None:
        at = day * c.DAY + ARRIVE
        for lot in self.due.pop(day, []):
            if lot.fails:
                self.position -= lot.units
            else:
                self.free += lot.units
                self.year.flow.append((at, lot.units))
        self.serve(at)

    def correct(self, day: int) -> None:
        """A count finds less than the books say; who was promised last loses."""
        at = day * c.DAY + CORRECT
        there = self.free + sum(units for _, _, units in self.reserved)
        gone = min(there, round(self.product.lost))
        self.year.corrections.append((at, -gone))
        self.year.flow.append((at, -gone))
        self.position -= gone
        taken = max(0, gone - self.free)
        self.free -= gone - taken
        self.take(taken, at, self.year.opened)

    def take(self, units: int, at: int, opened: list[tuple[Line, int, int]]) -> None:
        while units:
            leaves, line, has = self.reserved.pop()
            lost = min(has, units)
            units -= lost
            if has > lost:
                self.reserved.append((leaves, line, has - lost))
            self.waiting.append((line, lost))
            self.note(line, at)
            opened.append((line, at, lost))
        self.waiting.sort(key=lambda one: one[0].placed)

    def sell(self, day: int, k: int, units: int) -> None:
        line = Line((day, k), day * c.DAY + SELL + k * HOUR, units)
        at = line.placed
        self.year.lines.append(line)
        self.position -= units
        given = 0
        if self.happens(ALLOCATION, day):
            # The newest is served first, out of what older orders hold.
            held = sum(one[2] for one in self.reserved)
            taken = min(held, max(0, units - self.free))
            self.take(taken, at, self.year.opened)
            self.free += taken
            given = min(self.free, units)
        elif not self.waiting:
            given = min(self.free, units)
        self.give(line, given, at)
        if given < units:
            self.waiting.append((line, units - given))
            self.year.opened.append((line, at, units - given))
        self.note(line, at)

    def give(self, line: Line, units: int, at: int) -> None:
        if units:
            self.free -= units
            self.year.grants.append((line.placed, at, units))
            if ALLOCATION in self.product.injected or RECORD in self.product.injected:
                self.reserved.append((at // c.DAY + STAYS, line, units))

    def serve(self, at: int) -> None:
        rest = []
        for line, units in self.waiting:
            given = min(units, self.free)
            self.give(line, given, at)
            if given < units:
                rest.append((line, units - given))
        served = [line for line, _ in self.waiting]
        self.waiting = rest
        for line in served:
            self.note(line, at)

    def note(self, line: Line, at: int) -> None:
        units = sum(units for other, units in self.waiting if other.name == line.name)
        self.year.short.setdefault(line.name, []).append((at, units))

    def reorder(self, day: int) -> None:
        p = self.product
        top = self.order_up_to(on=self.happens(POLICY, day))
        if self.position > top - p.batch:
            return
        units = top - self.position
        self.position = top
        due = day + p.lead
        late = 12 if self.happens(LATE, day) else 0
        comes = round(SOMETIMES * units) if self.happens(SHORT, day) else units
        arrives = due + late
        for part, fails in ((comes, False), (units - comes, True)):
            if part:
                lot = Lot(due * c.DAY + ARRIVE, arrives * c.DAY + ARRIVE, part, fails)
                self.due.setdefault(arrives, []).append(lot)
                self.year.lots.append(lot)


def shares_in_truth(product: Product) -> np.ndarray:
    """Return the units backordered in the year by cause: what living it without each one saves."""
    worlds = {
        frozenset(on): Living(product, frozenset(on)).live()
        for size in range(len(product.injected) + 1)
        for on in combinations(product.injected, size)
    }
    everything = frozenset(product.injected)
    found = np.zeros(len(c.CAUSES))
    for line, at, units in worlds[everything].opened:
        value = {on: min(units, year.short_at(line.name, at)) for on, year in worlds.items()}
        found[POLICY] += value[frozenset()]
        for cause in product.injected:
            for on in worlds:
                if cause not in on:
                    n, k = len(product.injected), len(on)
                    weight = factorial(k) * factorial(n - k - 1) / factorial(n)
                    found[cause] += weight * (value[on | {cause}] - value[on])
    return found


def table(rows: Sequence[tuple[int, ...]], width: int) -> Any:
    return tuple(np.array(rows, dtype=np.int64).reshape(-1, width).T)


def books(products: list[Product]) -> tuple[c.History, c.Backorders]:
    """Return what the books say of all the years, and the backorders as they opened."""
    years = [Living(p, frozenset(p.injected)).live() for p in products]
    of = list(enumerate(years))
    promoted = table(
        [
            (n, day * c.DAY, (day + 1) * c.DAY)
            for n, p in enumerate(products)
            for day in sorted(p.episodes.get(PROMOTION, ()))
        ],
        3,
    )
    lines = table([(n, line.placed, line.units) for n, year in of for line in year.lines], 3)
    steps = table([(n, day * c.DAY) for n, _ in of for day in range(-60, DAYS)], 2)
    lots = table(
        [
            (
                n,
                lot.due,
                *((c.NEVER, lot.arrives) if lot.fails else (lot.arrives, c.NEVER)),
                lot.units,
            )
            for n, year in of
            for lot in year.lots
        ],
        5,
    )
    rates = np.array([p.rate for p in products])
    history = c.History(
        demand=c.Demand(*(*lines, c.in_spans(lines[0], lines[1], promoted))),
        plan=c.Plan(*(*steps, rates[steps[0]], c.in_spans(steps[0], steps[1], promoted))),
        lots=c.Lots(*lots),
        corrections=c.Corrections(
            *table([(n, *row) for n, year in of for row in year.corrections], 3)
        ),
        grants=c.Grants(*table([(n, *row) for n, year in of for row in year.grants], 4)),
        flow=c.Flow(*table([(n, *row) for n, year in of for row in year.flow], 3)),
    )
    opened = table(
        [(n, line.placed, at, at, units) for n, year in of for line, at, units in year.opened],
        5,
    )
    lead = np.array([p.lead + 1.0 for p in products])[opened[0]]
    safety = np.array([p.safety for p in products])[opened[0]]
    return history, c.Backorders(*(*opened, lead, safety))


def products(rng: Generator, count: int, injected: Sequence[tuple[int, ...]]) -> list[Product]:
    """Return products with their chance drawn, the sets of causes in turn."""
    return [
        Product(
            rate=float(rng.lognormal(1.0, 0.7)),
            lead=int(rng.integers(5, 21)),
            injected=injected[n % len(injected)],
        ).draw(np.random.default_rng([17, n]))
        for n in range(count)
    ]
