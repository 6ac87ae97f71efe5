"""Decide a reallocation: which line is in which segment, who is served when, who gets what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain import segments
from backorder.domain.errors import InvalidError
from backorder.domain.names import row_id
from backorder.domain.reallocating import (
    GAIN,
    NO_FALL_BACK,
    REDISTRIBUTE,
    SKIP,
    WIN,
    Lines,
    Plan,
    reallocate,
)
from backorder.domain.reallocation_difference import Difference, Limits, beyond, compare, keep
from backorder.domain.reallocation_pool import NEVER, Holdings, summed
from backorder.domain.reallocation_units import CellPegs, onto_supplies

from .marks import fingerprint
from .scope import columns, due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.ranking import Integers
    from backorder.domain.repegging import Moves
    from backorder.ledger.journal.transaction import Transaction

    from .inputs import Segment, Variant
    from .scope import Scope

_NAMED = 20


@dataclass(slots=True)
class Planned:
    """A reallocation that is decided; nothing is written yet.

    ``served``: numbers of the lines in the order they are served; the rows of ``lines``, ``plan``
    and ``difference`` are in that order. ``moves``: units that change supply; ``peg`` are rows of
    the scope's pegs, ``supply`` of its supplies. ``left_out``: products that stay as they are, by
    number, and why. ``fingerprint``: of what was seen and of what is to be done.
    """

    scope: Scope
    served: Integers
    lines: Lines
    plan: Plan
    difference: Difference
    moves: Moves
    left_out: dict[int, str]
    marks: dict[str, str]
    fingerprint: str


def check(variant: Variant) -> None:
    """Raise ``InvalidError`` for a filter or ranking that is none, before anything is read."""
    for segment in variant.segments:
        segments.check_filter(segment.where)
        for by in segment.ranking:
            segments.check_rule(by.rule())


def plan(tx: Transaction, scope: Scope, variant: Variant) -> Planned:
    """Decide what a variant makes of what was seen."""
    facts = columns(tx, scope, _fields(variant))
    served, segment = _service(scope, variant.segments, facts)
    lines = _lines(tx, scope, variant, served, segment)
    held, pegs, peg = _held(scope, served)
    free = np.zeros(scope.cells.day.size, dtype=np.int64)
    np.add.at(free, scope.supply_cell, scope.free)
    shares = [one.shared() for one in variant.segments]
    decided = reallocate(lines, held, scope.cells, free, shares)
    wanted = np.maximum(facts["requested"][served], 0)
    difference = compare(held, decided.holdings, scope.cells, wanted)
    limits = Limits() if variant.limits is None else variant.limits.limits()
    left_out = beyond(difference, lines.product, limits, np.arange(len(scope.product)))
    if left_out:
        stays = np.isin(lines.product, list(left_out))
        decided.holdings = keep(held, decided.holdings, stays)
        difference = compare(held, decided.holdings, scope.cells, wanted)
    moves = onto_supplies(pegs, scope.supply_cell, scope.free, decided.holdings)
    moves = moves._replace(peg=peg[moves.peg])
    seen = scope.marks()
    ids = np.array([row.id for row in scope.rows] + [0], dtype=np.int64)
    told = (scope.pegs["line"][moves.peg], scope.pegs["n"][moves.peg], ids[moves.supply])
    mark = fingerprint(seen, *told, moves.quantity)
    return Planned(scope, served, lines, decided, difference, moves, left_out, seen, mark)


def _fields(variant: Variant) -> set[str]:
    named = {name for segment in variant.segments for name in segment.where}
    return named | {by.by for segment in variant.segments for by in segment.ranking}


def _service(
    scope: Scope, asked: Sequence[Segment], facts: dict[str, Any]
) -> tuple[Integers, Integers]:
    """Return the lines that may change in the order they are served, and their segments.

    A line is in the first segment whose filter it meets; in none, it is not touched.
    """
    lines = scope.line.size
    free = np.ones(lines, dtype=bool)
    served, segment = [], []
    for number, one in enumerate(asked):
        rows = np.flatnonzero(segments.chosen(one.where, facts, lines) & free)
        free[rows] = False
        if one.place == SKIP:
            continue
        rules = [by.rule() for by in one.ranking]
        rows = segments.ranked(rules, facts, rows, (scope.facts["rank"], scope.line))
        served.append(rows)
        segment.append(np.full(rows.size, number, dtype=np.int64))
    nothing = np.empty(0, dtype=np.int64)
    return np.concatenate([nothing, *served]), np.concatenate([nothing, *segment])


def _lines(
    tx: Transaction, scope: Scope, variant: Variant, served: Integers, segment: Integers
) -> Lines:
    strategy = np.array([one.place for one in variant.segments], dtype=np.int64)[segment]
    fall_back = np.array([one.fall_back_place for one in variant.segments], np.int64)[segment]
    allocated = np.zeros(scope.line.size, dtype=np.int64)
    if variant.allocation:
        may = np.zeros(scope.line.size, dtype=bool)
        may[served[strategy == REDISTRIBUTE]] = True
        allocated = _allocated(scope, variant, may)
    on_time = np.full(served.size, NEVER)
    if np.isin(strategy, (WIN, GAIN)).any():
        on_time = due(tx, scope)[served]
    fall_back = np.where(np.isin(strategy, (WIN, GAIN)), fall_back, NO_FALL_BACK)
    return Lines(scope.of[served], strategy, fall_back, segment, on_time, allocated[served])


def _allocated(scope: Scope, variant: Variant, may: np.ndarray[Any, Any]) -> Integers:
    """Return the units that each line was allocated; refuse lines that cannot have them."""
    keys = zip(scope.order.tolist(), scope.facts["line_no"].tolist(), strict=True)
    place = {key: row for row, key in enumerate(keys)}
    units = np.zeros(scope.line.size, dtype=np.int64)
    wrong = []
    for one in variant.allocation:
        row = place.get((row_id("order", one.order) or 0, one.line), -1)
        if row < 0 or not may[row] or units[row] + one.units > scope.units[row]:
            wrong.append({"order": one.order, "line": one.line, "units": one.units})
        else:
            units[row] += one.units
    if wrong:
        raise InvalidError(
            "allocation_does_not_fit",
            f"Line {wrong[0]['line']} of {wrong[0]['order']} has not so many open units in a "
            "segment that is redistributed.",
            lines=wrong[:_NAMED],
            count=len(wrong),
        )
    return units


def _held(scope: Scope, served: Integers) -> tuple[Holdings, CellPegs, Integers]:
    """Return what the served lines hold, their pegs by line, and these pegs' rows."""
    turn = np.full(scope.line.size, -1, dtype=np.int64)
    turn[served] = np.arange(served.size)
    line = turn[scope.line_of]
    peg = np.flatnonzero(line >= 0)
    peg = peg[np.argsort(line[peg], kind="stable")]
    line, row = line[peg], scope.movable[peg]
    cell, units = scope.cell(row), scope.pegs["quantity"][row]
    return summed(line, cell, units), CellPegs(line, scope.supply(row), cell, units), row
