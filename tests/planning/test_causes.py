"""Causes of backorders: shares against a replay event by event, and injected causes found again."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.planning import causes as c
from backorder.planning.causes.relief import ORDINARY, relief
from backorder.planning.causes.shares import shapley, whole

from .year_of_causes import (
    ALLOCATION,
    DEMAND,
    LATE,
    POLICY,
    PROMOTION,
    RECORD,
    SHORT,
    Product,
    books,
    products,
    shares_in_truth,
    table,
)

INSTANTS = st.integers(0, 12)
UNITS = st.integers(1, 9)
COUNT = st.integers(1, 3)


def column(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def rows(*of: st.SearchStrategy[int]) -> st.SearchStrategy[list[tuple[int, ...]]]:
    return st.lists(st.tuples(COUNT.map(lambda n: n % 2), *of), max_size=8)


def test_units_and_shares_sum_exactly_whatever_the_history() -> None:
    rng = np.random.default_rng(3)
    history, waiting = books(products(rng, 12, [(DEMAND, LATE), (RECORD, SHORT), (POLICY,)]))
    for found in (c.label(history, waiting), c.label_lasting(history, waiting, waiting.at + 9)):
        assert waiting.units.size > 100
        assert (found.permille.sum(axis=1) == c.WHOLE).all()
        assert (found.units.sum(axis=1) == waiting.units).all()
        assert (found.units >= 0).all()
        assert (found.permille >= 0).all()


@given(
    parts=st.lists(st.lists(st.floats(0, 1e6), min_size=7, max_size=7), min_size=1, max_size=5).map(
        np.array
    ),
    total=st.integers(0, 10**6),
)
def test_whole_numbers_sum_to_their_total_and_are_near(parts: np.ndarray, total: int) -> None:
    totals = np.full(len(parts), total)
    found = whole(parts, totals)
    assert (found.sum(axis=1) == totals).all()
    assert (found >= 0).all()
    for row, exact in zip(found, parts, strict=True):
        if exact.sum() > 1e-3:
            assert np.abs(row - exact * total / exact.sum()).max() < 1 + 1e-6


@given(
    relief_=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    units=UNITS,
    ahead=st.integers(0, 9),
)
def test_a_share_is_the_mean_over_all_orders_of_removal(
    relief_: list[int], units: int, ahead: int
) -> None:
    missing = min(units + ahead, sum(relief_))
    units = min(units, missing)

    def left(removed: tuple[int, ...]) -> int:
        return min(max(missing - sum(relief_[one] for one in removed), 0), units)

    expected = np.zeros(4)
    for order in permutations(range(4)):
        for n, one in enumerate(order):
            expected[one] += (left(order[:n]) - left(order[: n + 1])) / 24
    found = shapley(column([units]), np.array([float(missing)]), np.array([relief_], dtype=float))
    np.testing.assert_allclose(found[0], expected, atol=1e-9)
    assert found.sum() == pytest.approx(units)


class Replay:
    """A product's history gone through event by event, optionally without one cause."""

    def __init__(self, history: c.History, product: int, line: tuple[int, ...]) -> None:
        self.history, self.product = history, product
        self.placed, self.opened, self.at, self.units, horizon, self.safety = line
        self.since = self.at - horizon * c.DAY

    def of(self, name: str) -> list[tuple[int, ...]]:
        every = zip(*(one.tolist() for one in getattr(self.history, name)), strict=True)
        return [row[1:] for row in every if row[0] == self.product]

    def free(self, without: int | None) -> float:
        """Return the units free to give at the instant, less what the line's place claims."""
        until = min(self.at, self.placed)
        free: float = sum(units for at, units in self.of("flow") if at <= self.at)
        for at, units, promoted in self.of("demand"):
            if at <= self.placed:
                cause = PROMOTION if promoted else DEMAND
                free -= 0 if without == cause and self.since < at <= until else units
        if without in {DEMAND, PROMOTION}:
            free -= self.planned(until, promoted=without == PROMOTION)
        for due, came, shorted, units in self.of("lots"):
            gone = min(came, shorted)
            free += units if without == LATE and due <= self.at < max(due, gone) else 0
            known = max(due, shorted)
            short = shorted < c.NEVER and shorted <= came and self.since < known <= self.at
            free += units if without == SHORT and short else 0
        if without == RECORD:
            free -= sum(u for at, u in self.of("corrections") if self.since < at <= self.at)
        given = sum(
            units
            for placed, at, units in self.of("grants")
            if placed > self.placed and self.opened <= at <= self.at
        )
        return free - (0 if without == ALLOCATION else given)

    def planned(self, until: int, *, promoted: bool) -> float:
        steps = sorted(self.of("plan"))
        total = 0.0
        for n, (begun, per_day, flagged) in enumerate(steps):
            ends = steps[n + 1][0] if n + 1 < len(steps) else until
            length = max(0, min(ends, until) - max(begun, self.since))
            total += per_day * length / c.DAY if flagged == promoted else 0.0
        return total


@settings(max_examples=150, deadline=None)
@given(
    demand=rows(INSTANTS, UNITS, st.integers(0, 1)),
    plan=rows(INSTANTS, st.integers(0, 4), st.integers(0, 1)),
    lots=rows(INSTANTS, INSTANTS, st.integers(0, 20), UNITS),
    corrections=rows(INSTANTS, st.integers(-9, 9)),
    grants=rows(INSTANTS, INSTANTS, UNITS),
    flow=rows(INSTANTS, st.integers(-5, 9)),
    lines=st.lists(
        st.tuples(
            INSTANTS, INSTANTS, st.integers(0, 5), UNITS, st.integers(0, 9), st.integers(0, 6)
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_relief_is_what_a_replay_without_the_cause_has_more(  # noqa: PLR0913, PLR0917 (a history)
    demand: list[tuple[int, ...]],
    plan: list[tuple[int, ...]],
    lots: list[tuple[int, ...]],
    corrections: list[tuple[int, ...]],
    grants: list[tuple[int, ...]],
    flow: list[tuple[int, ...]],
    lines: list[tuple[int, ...]],
) -> None:
    d, p, s = table(demand, 4), table(list({row[:2]: row for row in plan}.values()), 4), c.DAY
    fate = table(lots, 5)
    shorted = np.where(fate[3] > 12, fate[3] - 12, c.NEVER // s)
    came = np.where(fate[3] > 12, c.NEVER, fate[3] * s)
    k, g, f = table(corrections, 3), table(grants, 4), table(flow, 3)
    history = c.History(
        c.Demand(d[0], d[1] * s, d[2], d[3] > 0),
        c.Plan(p[0], p[1] * s, p[2].astype(float), p[3] > 0),
        c.Lots(fate[0], fate[2] * s, came, np.minimum(shorted * s, c.NEVER), fate[4]),
        c.Corrections(k[0], k[1] * s, k[2]),
        c.Grants(g[0], g[1] * s, g[2] * s, g[3]),
        c.Flow(f[0], f[1] * s, f[2]),
    )
    clock = [
        (placed * s, max(placed, opened) * s, (max(placed, opened) + wait) * s, *rest)
        for placed, opened, wait, *rest in lines
    ]
    of: Any = [column(list(one)) for one in zip(*clock, strict=True)]
    product = np.arange(len(lines)) % 2
    waiting = c.Backorders(*(product, *of[:-2], of[-2].astype(float), of[-1].astype(float)))
    found = relief(history, waiting)
    for n, line in enumerate(clock):
        replay = Replay(history, int(product[n]), line)
        whole_free = replay.free(None)
        missing = max(replay.units, -whole_free)
        assert found.missing[n] == pytest.approx(missing)
        took = {cause: replay.free(cause) - whole_free for cause in range(7) if cause != POLICY}
        policy = missing - sum(took.values()) + replay.safety
        took[DEMAND] -= ORDINARY * replay.safety
        expected = [policy if cause == POLICY else took[cause] for cause in range(7)]
        np.testing.assert_allclose(found.units[n], np.maximum(expected, 0), atol=1e-6)
        assert found.units[n].sum() >= missing - 1e-6


def shares(of: list[Product]) -> tuple[np.ndarray, np.ndarray]:
    truth = sum(shares_in_truth(one) for one in of)
    found = c.label(*books(of)).units.sum(axis=0)
    return 100 * np.asarray(truth) / np.sum(truth), 100 * found / found.sum()


@pytest.mark.parametrize("cause", [DEMAND, PROMOTION, LATE, SHORT, RECORD, POLICY])
def test_a_cause_injected_alone_is_found_alone(cause: int) -> None:
    truth, found = shares(products(np.random.default_rng(cause), 20, [(cause,)]))
    assert truth[cause] > 99
    assert found[cause] > 95


def test_a_year_of_mixed_causes_is_recovered_within_ten_points_each() -> None:
    alone: list[tuple[int, ...]] = [(one,) for one in range(ALLOCATION)]
    pairs: list[tuple[int, ...]] = [
        (one, other) for one in range(ALLOCATION) for other in range(one)
    ]
    jumps: list[tuple[int, ...]] = [(one, ALLOCATION) for one in range(ALLOCATION)]
    mixed = products(np.random.default_rng(5), 120, alone + pairs + 3 * jumps)
    truth, found = shares(mixed)
    assert truth.min() > 3, "every cause is there"
    assert np.abs(found - truth).max() < 10


def test_units_given_to_newer_orders_are_recovered_within_ten_points_each() -> None:
    jumps = [(one, ALLOCATION) for one in range(ALLOCATION)]
    truth, found = shares(products(np.random.default_rng(8), 60, jumps))
    assert truth[ALLOCATION] > 10
    assert np.abs(found - truth).max() < 10


def test_a_wait_is_shared_by_how_long_each_cause_kept_it_up() -> None:
    # Ten units were planned for and sold on day 1; those due on day 1 came on day 5. On that day a
    # count took them away again, which was made good four days later: one day more than it takes.
    def at(*days: int) -> np.ndarray:
        return column([day * c.DAY for day in days])

    one, day = column([0]), c.DAY
    history = c.History(
        c.Demand(one, at(1), column([10]), np.array([False])),
        c.Plan(
            column([0, 0]),
            column([23 * day // 24, day]),
            np.array([240.0, 0.0]),
            np.array([False, False]),
        ),
        c.Lots(one, at(1), at(5), column([c.NEVER]), column([10])),
        c.Corrections(one, at(5), column([-10])),
        c.Grants(*(column([]),) * 4),
        c.Flow(column([0, 0, 0]), at(5, 5, 9), column([10, -10, 10])),
    )
    line = c.Backorders(one, at(1), at(1), at(1), column([10]), np.array([3.0]), np.array([0.0]))
    opened, lasted = c.label(history, line), c.label_lasting(history, line, at(9))
    assert named(opened.units) == {"supplier_late": 10}
    assert named(lasted.permille) == {"supplier_late": 500, "record_error": 375, "policy": 125}
    assert named(lasted.units) == {"supplier_late": 5, "record_error": 4, "policy": 1}


def named(shares: np.ndarray) -> dict[str, int]:
    return {name: n for name, n in zip(c.CAUSES, shares[0].tolist(), strict=True) if n}
