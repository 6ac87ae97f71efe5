"""Reallocation: who gets the earlier units when lines are served by other rules than the queue.

Units are only passed around: every line keeps as many as it has, and no supply gives more than it
has. Per product the units lie in *cells*, one for each day on which units can leave: stock first,
then by day, at last those without a supply. The strategies of the vocabulary say what a line puts
into the pool, and what it may take out of it:

- *win*, *gain* and *improve* keep what they have, and may only swap it for something earlier;
- *redistribute*, *fill* and *lose* put all they have into the pool first;
- then win, gain, improve, redistribute, fill and lose are served, in this order, and within a
  strategy the lines in the order given. Each takes the earliest units of the pool.

A win line takes what makes it wholly on time or nothing: where that is not enough it is an
exception and served by its fall-back. A gain line that is not wholly on time in the end is an
exception too. A fill line takes no earlier day than it had. Units that are left over then, earlier
than somebody waits, go to those who wait, whatever their strategy: nobody waits beside free units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .fairness import first_come, max_min, proportional
from .reallocation_pool import NEVER, Pool, holdings_of, summed
from .repegging import Pegs, Supplies, pull_forward

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .fairness import Rule
    from .ranking import Integers
    from .reallocation_pool import Cells, Got, Holdings

STRATEGIES = ("win", "gain", "improve", "redistribute", "fill", "lose", "skip")
WIN, GAIN, IMPROVE, REDISTRIBUTE, FILL, LOSE, SKIP = range(len(STRATEGIES))
NO_FALL_BACK = -1
SHARES: dict[str, Rule] = {"rank": first_come, "proportional": proportional, "max_min": max_min}


class Lines(NamedTuple):
    """The lines that may change, in the order in which they are served. One length.

    ``product``: number of the product, from 0. ``strategy`` and ``fall_back``: places in
    `STRATEGIES`, `NO_FALL_BACK` for none. ``segment``: place in the list of segments. ``due``: the
    last day that is on time, as the supplies' ``ready`` counts; `NEVER` if any known day will do.
    ``allocated``: units that a redistribute line is to get before all others of its product.
    """

    product: Integers
    strategy: Integers
    fall_back: Integers
    segment: Integers
    due: Integers
    allocated: Integers


@dataclass(frozen=True, slots=True)
class Share:
    """How a segment divides what it gets, and how much is kept for it.

    ``rule`` is one of `SHARES`. The quota is in ``units`` of a product, counted from its earliest
    day on, or in ``percent`` of the units of each day; what the segment does not use is handed
    back. Only redistribute lines share.
    """

    rule: str = "rank"
    units: int | None = None
    percent: int | None = None

    @property
    def plain(self) -> bool:
        """Whether lines are simply served one after the other."""
        return self.rule == "rank" and self.units is None and self.percent is None


@dataclass(slots=True)
class Plan:
    """What every line holds afterwards, and the lines that could not be satisfied.

    ``holdings``: units by line and cell. ``win_unsatisfied`` and ``gain_unsatisfied``: rows of
    lines. ``used`` and ``handed_back``: units of each segment's quota.
    """

    holdings: Holdings
    win_unsatisfied: list[int] = field(default_factory=list)
    gain_unsatisfied: list[int] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    handed_back: list[int] = field(default_factory=list)


def reallocate(
    lines: Lines, held: Holdings, cells: Cells, free: Integers, shares: Sequence[Share]
) -> Plan:
    """Return who holds which units after the strategies were carried out.

    ``held``: what the lines hold, by line and cell; ``free``: unpegged units of each cell;
    ``shares``: one for each segment.

    Reference case A1: 100 on the shelf, 60 more on day 9; three redistribute lines in one segment.

    >>> from .reallocation_pool import Cells, Holdings
    >>> a = np.array
    >>> cells = Cells(a([0, 0, 0]), a([0, 9, NEVER]), a([1, 9, NEVER]))
    >>> held = Holdings(a([0, 1, 1, 2]), a([0, 0, 1, 1]), a([60, 40, 40, 20]))
    >>> nil = np.zeros(3, dtype=np.int64)
    >>> lines = Lines(nil, nil + REDISTRIBUTE, nil - 1, nil, nil + NEVER, nil)
    >>> for rule in SHARES:
    ...     after = reallocate(lines, held, cells, a([0, 0, 0]), [Share(rule)]).holdings
    ...     print(rule, after.units[after.cell == 0].tolist())
    rank [60, 40]
    proportional [38, 50, 12]
    max_min [40, 40, 20]
    """
    return _Desk(lines, held, cells, free, shares).serve()


class _Desk:
    """The lines of all products while they are served."""

    def __init__(
        self,
        lines: Lines,
        held: Holdings,
        cells: Cells,
        free: Integers,
        shares: Sequence[Share],
    ) -> None:
        self.lines = lines
        self.cells = cells
        self.ready = cells.ready.tolist()
        last = np.flatnonzero(cells.day == NEVER)
        self.never = dict(zip(cells.product[last].tolist(), last.tolist(), strict=True))
        self.product = lines.product.tolist()
        self.due = lines.due.tolist()
        self.fall_back = lines.fall_back.tolist()
        self.own = held.by_line(lines.product.size)
        self.wanted = [sum(units for _, units in own) for own in self.own]
        self.got: list[Got] = [[] for _ in self.own]
        self.shares = shares
        self.used = [0] * len(shares)
        self.handed_back = [0] * len(shares)
        self.rows: list[list[int]] = [
            np.flatnonzero(lines.strategy == strategy).tolist() for strategy in range(SKIP)
        ]
        giving = (lines.strategy >= REDISTRIBUTE)[held.line]
        units = free.copy()
        np.add.at(units, held.cell[giving], held.units[giving])
        self.pool = Pool(units, cells)
        self.win_unsatisfied: list[int] = []
        self.gain_unsatisfied: list[int] = []

    def serve(self) -> Plan:
        """Serve all strategies in turn."""
        for row in self.rows[WIN]:
            if not self._swap(row, whole=True):
                self.win_unsatisfied.append(row)
                self._fall_back(row)
        for row in sorted(self.rows[GAIN]):
            if self.lines.strategy[row] != GAIN:
                self._swap(row)  # a win line has had its exception
            elif not self._swap(row, whole=self.fall_back[row] != NO_FALL_BACK):
                self.gain_unsatisfied.append(row)
                if self.fall_back[row] != NO_FALL_BACK:
                    self._fall_back(row)
        for row in sorted(self.rows[IMPROVE]):
            self._swap(row)
        self._redistribute(sorted(self.rows[REDISTRIBUTE]))
        for row in sorted(self.rows[FILL]):
            self.got[row] = self._no_earlier(row)
        for row in sorted(self.rows[LOSE]):
            self.got[row] = self.pool.take(self.product[row], self.wanted[row])
        return Plan(
            self._pulled_forward(),
            self.win_unsatisfied,
            self.gain_unsatisfied,
            self.used,
            self.handed_back,
        )

    def _swap(self, row: int, *, whole: bool = False) -> bool:
        """Let a line swap what it has for the earliest units; return whether all are on time.

        With ``whole`` it keeps what it has unless all of it becomes on time.
        """
        product, own = self.product[row], self.own[row]
        self.pool.add(product, own)
        got = self.pool.take(product, self.wanted[row])
        due, ready = self.due[row], self.ready
        on_time = all(ready[cell] <= due and ready[cell] != NEVER for cell, _ in got)
        if whole and not on_time:
            self.pool.add(product, got)
            self.pool.remove(own)
            got = own
        self.got[row] = got
        return on_time

    def _fall_back(self, row: int) -> None:
        """Serve a line that is not satisfied with the lines of its fall-back."""
        strategy = self.fall_back[row]
        if strategy in {NO_FALL_BACK, SKIP}:
            return  # it keeps what it has
        if strategy >= REDISTRIBUTE:
            self.pool.add(self.product[row], self.own[row])
        self.rows[strategy].append(row)

    def _no_earlier(self, row: int) -> Got:
        product = self.product[row]
        return self.pool.take_no_earlier(product, self.own[row], self.never[product])

    def _redistribute(self, rows: list[int]) -> None:
        allocated = self.lines.allocated
        for row in rows:
            self.got[row] = []
            if allocated[row]:
                units = min(int(allocated[row]), self.wanted[row])
                self.got[row] = self.pool.take(self.product[row], units)
                self.wanted[row] -= units
        segment = self.lines.segment
        apart = {self.product[row] for row in rows if not self.shares[int(segment[row])].plain}
        shared: dict[int, list[int]] = {product: [] for product in sorted(apart)}
        for row in rows:
            product = self.product[row]
            if product in apart:
                shared[product].append(row)
            else:
                self.got[row] += self.pool.take(product, self.wanted[row])
        for product, among in shared.items():
            self._share_out(product, among)

    def _share_out(self, product: int, rows: list[int]) -> None:
        """Divide a product's units day by day among the segments, then among their lines."""
        parts: dict[int, list[int]] = {}
        for row in rows:
            parts.setdefault(int(self.lines.segment[row]), []).append(row)
        for segment in parts:
            self.handed_back[segment] += self.shares[segment].units or 0
        kept = {segment: self.shares[segment].units or 0 for segment in parts}
        for cell, there in self.pool.open_cells(product, self.never[product]):
            wishes = {s: sum(self.wanted[row] for row in rows) for s, rows in parts.items()}
            claims = self._claims(there, wishes, kept)
            left = there - sum(claims.values())
            for segment, among in parts.items():
                more = min(left, wishes[segment] - claims[segment])
                left -= more
                units = claims[segment] + more
                kept[segment] -= min(units, kept[segment])
                if units:
                    self._divide(SHARES[self.shares[segment].rule], cell, units, among)

    def _claims(self, there: int, wishes: dict[int, int], kept: dict[int, int]) -> dict[int, int]:
        """Return how many of a day's units each segment gets by its quota."""
        quota = {s: kept[s] + there * (self.shares[s].percent or 0) // 100 for s in wishes}
        claims = {s: min(quota[s], wish) for s, wish in wishes.items()}
        if sum(claims.values()) > there:
            cut = proportional(list(claims.values()), there).tolist()
            claims = dict(zip(claims, cut, strict=True))
        for s, units in claims.items():
            self.used[s] += units
            by_units = self.shares[s].units is not None
            self.handed_back[s] += -units if by_units else quota[s] - units
        return claims

    def _divide(self, rule: Rule, cell: int, units: int, rows: list[int]) -> None:
        """Divide units of one cell among lines that want more than they have."""
        wants = [self.wanted[row] for row in rows]
        parts = rule(wants, units, None).tolist()
        for row, part in zip(rows, parts, strict=True):
            if part:
                self.got[row].append((cell, part))
                self.wanted[row] -= part
        self.pool.units[cell] -= units

    def _pulled_forward(self) -> Holdings:
        """Return what the lines hold, leftover units given to those who wait for later ones."""
        after = holdings_of(self.got)
        cells, left = self.cells, np.array(self.pool.units, dtype=np.int64)
        dated = np.flatnonzero(cells.day != NEVER)
        place = np.full(cells.day.size, -1, dtype=np.int64)
        place[dated] = np.arange(dated.size)
        moves = pull_forward(
            Pegs(self.lines.product[after.line], after.line, place[after.cell], after.units),
            Supplies(cells.product[dated], cells.day[dated], left[dated]),
        )
        if not moves.peg.size:
            return after
        units = after.units.copy()
        np.subtract.at(units, moves.peg, moves.quantity)
        return summed(
            np.concatenate([after.line, after.line[moves.peg]]),
            np.concatenate([after.cell, dated[moves.supply]]),
            np.concatenate([units, moves.quantity]),
        )
