"""Reallocation as one would do it by hand, one unit at a time: the oracle of the real one."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from hypothesis import strategies as st

from backorder.domain import reallocating as real
from backorder.domain.reallocation_pool import NEVER, cells_of, summed
from backorder.domain.reallocation_units import CellPegs, onto_supplies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.repegging import Moves

DAYS = (0, 3, 5, 9, NEVER)


class One(NamedTuple):
    """A line as people see it: what it holds as one day for each unit, in any order."""

    strategy: int
    fall_back: int
    due: int
    days: tuple[int, ...]
    allocated: int = 0


@dataclass
class Hand:
    """Lines of one product, in the order they are served, and the days of free units."""

    lines: Sequence[One]
    free: Sequence[int]

    def __post_init__(self) -> None:
        self.held = [sorted(line.days) for line in self.lines]
        self.pool = sorted(self.free)
        self.unsatisfied: set[int] = set()
        self.by: list[list[int]] = [[] for _ in real.STRATEGIES]
        for row, line in enumerate(self.lines):
            self.by[line.strategy].append(row)
            if real.REDISTRIBUTE <= line.strategy < real.SKIP:
                self.put_in(row)

    def put_in(self, row: int) -> None:
        for day in self.held[row]:
            insort(self.pool, day)

    def take(self, row: int) -> None:
        """Take the earliest units; the line's own must be in the pool."""
        count = len(self.held[row])
        self.held[row], self.pool = self.pool[:count], self.pool[count:]

    def could_be_on_time(self, row: int) -> bool:
        best = sorted([*self.pool, *self.held[row]])[: len(self.held[row])]
        return best[-1] <= self.lines[row].due and best[-1] != NEVER

    def swap(self, row: int) -> None:
        self.put_in(row)
        self.take(row)

    def give_up(self, row: int) -> None:
        self.unsatisfied.add(row)
        strategy = self.lines[row].fall_back
        if strategy in {real.NO_FALL_BACK, real.SKIP}:
            return
        if strategy >= real.REDISTRIBUTE:
            self.put_in(row)
        self.by[strategy].append(row)

    def serve(self) -> None:
        for row in self.by[real.WIN]:
            self.swap(row) if self.could_be_on_time(row) else self.give_up(row)
        for row in sorted(self.by[real.GAIN]):
            fails = self.lines[row].strategy == real.GAIN and not self.could_be_on_time(row)
            if fails:
                self.unsatisfied.add(row)
            if fails and self.lines[row].fall_back != real.NO_FALL_BACK:
                self.give_up(row)
            else:
                self.swap(row)
        for row in sorted(self.by[real.IMPROVE]):
            self.swap(row)
        self.redistribute(sorted(self.by[real.REDISTRIBUTE]))
        for row in sorted(self.by[real.FILL]):
            self.held[row] = sorted(self.not_before(day) for day in self.held[row])
        for row in sorted(self.by[real.LOSE]):
            self.take(row)
        self.pull_forward()

    def redistribute(self, rows: list[int]) -> None:
        got: dict[int, list[int]] = {}
        for row in rows:
            units = min(self.lines[row].allocated, len(self.held[row]))
            got[row], self.pool = self.pool[:units], self.pool[units:]
        for row in rows:
            units = len(self.held[row]) - len(got[row])
            self.held[row], self.pool = sorted(got[row] + self.pool[:units]), self.pool[units:]

    def not_before(self, day: int) -> int:
        later = [one for one in self.pool if one >= day]
        if not later:
            return NEVER  # owed; an earlier unit is left over for somebody
        self.pool.remove(later[0])
        return later[0]

    def pull_forward(self) -> None:
        while self.pool:
            day = self.pool.pop(0)
            for row, days in enumerate(self.held):
                if days[-1] > day and self.lines[row].strategy != real.SKIP:
                    if days[-1] != NEVER:
                        insort(self.pool, days[-1])
                    self.held[row] = sorted([*days[:-1], day])
                    break


class Outcome(NamedTuple):
    """What the real reallocation made of the same lines."""

    days: list[list[int]]
    plan: real.Plan
    moves: Moves
    supplied: list[dict[int, int]]


def carry_out(
    lines: Sequence[One],
    free: Sequence[int],
    shares: Sequence[real.Share] = (real.Share(),),
    segment: Sequence[int] | None = None,
    shuffle: Sequence[int] | None = None,
) -> Outcome:
    """Reallocate with two supplies for each dated day, pegs in the order of ``shuffle``."""
    a = np.array
    supply_day = a([day for day in DAYS if day != NEVER for _ in range(2)])
    nil = np.zeros(supply_day.size, dtype=np.int64)
    cells, place = cells_of(nil, supply_day, supply_day)
    rows = [
        (n, -1 if day == NEVER else 2 * DAYS.index(day) + (n + at) % 2, day)
        for n, line in enumerate(lines)
        for at, day in enumerate(line.days)
        if line.strategy != real.SKIP
    ]
    rows = [rows[at] for at in shuffle] if shuffle is not None else rows
    rows.sort(key=lambda row: row[0])
    table = a(rows, dtype=np.int64).reshape(-1, 3)
    supply = table[:, 1]
    cell = np.where(supply < 0, cells.day.size - 1, np.append(place, -1)[supply])
    ones = np.ones(len(rows), dtype=np.int64)
    held = summed(table[:, 0], cell, ones)
    left = nil.copy()
    for day in free:
        left[2 * DAYS.index(day)] += 1
    columns = real.Lines(
        np.zeros(len(lines), dtype=np.int64),
        a([line.strategy for line in lines]),
        a([line.fall_back for line in lines]),
        a(segment if segment is not None else [0] * len(lines)),
        a([line.due for line in lines]),
        a([line.allocated for line in lines]),
    )
    by_cell = np.zeros(cells.day.size, dtype=np.int64)
    np.add.at(by_cell, place, left)
    plan = real.reallocate(columns, held, cells, by_cell, shares)
    moves = onto_supplies(CellPegs(table[:, 0], supply, cell, ones), place, left, plan.holdings)
    days: list[list[int]] = [
        sorted(line.days) if line.strategy == real.SKIP else [] for line in lines
    ]
    for line, at, units in zip(*(c.tolist() for c in plan.holdings), strict=True):
        days[line] += [int(cells.day[at])] * units
    now = supply.copy()
    now[moves.peg] = moves.supply
    supplied: list[dict[int, int]] = [{} for _ in lines]
    for line, at in zip(table[:, 0].tolist(), now.tolist(), strict=True):
        supplied[line][at] = supplied[line].get(at, 0) + 1
    return Outcome(days, plan, moves, supplied)


@st.composite
def some_lines(draw: st.DrawFn) -> tuple[list[One], list[int]]:
    """Draw up to six lines of one product with some units each, and free units."""
    strategy = st.integers(real.WIN, real.SKIP)
    fall_back = st.sampled_from([real.NO_FALL_BACK, *range(real.GAIN, real.SKIP + 1)])
    days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=4)
    line = st.builds(
        One, strategy, fall_back, st.sampled_from(DAYS), days.map(tuple), st.integers(0, 2)
    )
    return draw(st.lists(line, min_size=1, max_size=6)), draw(
        st.lists(st.sampled_from(DAYS[:-1]), max_size=4)
    )
