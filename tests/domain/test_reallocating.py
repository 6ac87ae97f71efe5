"""Reallocation: the strategies against doing it by hand, and what always holds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain import reallocating as real
from backorder.domain.reallocating import NO_FALL_BACK, Share
from backorder.domain.reallocation_difference import Difference, Limits, beyond, keep
from backorder.domain.reallocation_pool import NEVER, Holdings

from .unit_by_unit import DAYS, Hand, One, carry_out, some_lines

if TYPE_CHECKING:
    from random import Random

thorough = settings(deadline=None, max_examples=400)


def line(strategy: int, *days: int, due: int = NEVER, fall_back: int = NO_FALL_BACK) -> One:
    return One(strategy, fall_back, due, days)


@thorough
@given(some_lines())
def test_it_is_what_one_would_do_by_hand(drawn: tuple[list[One], list[int]]) -> None:
    lines, free = drawn
    hand = Hand(lines, free)
    hand.serve()
    found = carry_out(lines, free)
    assert found.days == hand.held
    assert {*found.plan.win_unsatisfied, *found.plan.gain_unsatisfied} == hand.unsatisfied


@thorough
@given(some_lines(), st.randoms(use_true_random=False))
def test_units_are_conserved_and_no_supply_gives_more_than_it_has(
    drawn: tuple[list[One], list[int]], chance: Random
) -> None:
    lines, free = drawn
    count = sum(len(one.days) for one in lines if one.strategy != real.SKIP)
    shuffle = list(range(count))
    chance.shuffle(shuffle)
    found = carry_out(lines, free, shuffle=shuffle)
    movable = [day for one in lines if one.strategy != real.SKIP for day in one.days]
    there = Counter(movable) + Counter(free)
    after = Counter(
        day
        for one, days in zip(lines, found.days, strict=True)
        if one.strategy != real.SKIP
        for day in days
    )
    assert not after - there
    assert after[NEVER] == max(0, there[NEVER] - len(free))
    for one, days, by_supply in zip(lines, found.days, found.supplied, strict=True):
        if one.strategy != real.SKIP:
            of_supply = [
                NEVER if s < 0 else DAYS[s // 2] for s in by_supply for _ in range(by_supply[s])
            ]
            assert sorted(of_supply) == days
        else:
            assert not by_supply


@thorough
@given(some_lines())
def test_every_strategy_keeps_its_bounds(drawn: tuple[list[One], list[int]]) -> None:
    lines, free = drawn
    found = carry_out(lines, free)
    bound = {real.WIN, real.GAIN, real.IMPROVE}
    for row, (one, days) in enumerate(zip(lines, found.days, strict=True)):
        assert len(days) == len(one.days)
        satisfied = one.fall_back in bound | {NO_FALL_BACK, real.SKIP}
        if one.strategy in bound and (satisfied or row not in found.plan.win_unsatisfied):
            if one.strategy == real.GAIN and row in found.plan.gain_unsatisfied and not satisfied:
                continue
            assert all(now <= then for now, then in zip(days, sorted(one.days), strict=True))
        if one.strategy == real.WIN and row not in found.plan.win_unsatisfied:
            assert days[-1] <= one.due


@thorough
@given(some_lines())
def test_nobody_waits_beside_an_earlier_unit_nobody_has(
    drawn: tuple[list[One], list[int]],
) -> None:
    lines, free = drawn
    found = carry_out(lines, free)
    pairs = [p for p in zip(lines, found.days, strict=True) if p[0].strategy != real.SKIP]
    held = Counter(day for _, days in pairs for day in days)
    there = Counter(free) + Counter(day for one, _ in pairs for day in one.days)
    left = [day for day in (there - held).elements() if day != NEVER]
    if left and held:
        assert max(held) <= min(left)


def test_win_takes_what_redistribute_and_lose_have_and_leaves_gain_alone() -> None:
    lines = [
        line(real.WIN, 9, 9, due=3),
        line(real.GAIN, 0, due=0),
        line(real.REDISTRIBUTE, 0),
        line(real.LOSE, 3),
    ]
    found = carry_out(lines, [])
    assert found.days == [[0, 3], [0], [9], [9]]
    assert found.plan.win_unsatisfied == []


def test_a_win_line_that_cannot_be_whole_takes_nothing_and_falls_back() -> None:
    lines = [line(real.WIN, 9, 9, due=3), line(real.REDISTRIBUTE, 0)]
    kept = carry_out(lines, [])
    assert (kept.days, kept.plan.win_unsatisfied) == ([[9, 9], [0]], [0])
    lines[0] = line(real.WIN, 9, 9, due=3, fall_back=real.GAIN)
    some = carry_out(lines, [])
    assert (some.days, some.plan.win_unsatisfied) == ([[0, 9], [9]], [0])


def test_a_gain_line_takes_what_there_is_and_says_that_it_is_not_enough() -> None:
    found = carry_out([line(real.GAIN, 9, 9, due=3), line(real.REDISTRIBUTE, 0)], [])
    assert (found.days, found.plan.gain_unsatisfied) == ([[0, 9], [9]], [0])
    found = carry_out([line(real.IMPROVE, 9, 9, due=3), line(real.REDISTRIBUTE, 0)], [])
    assert (found.days, found.plan.gain_unsatisfied) == ([[0, 9], [9]], [])


def test_fill_may_lose_and_does_not_gain() -> None:
    lines = [line(real.REDISTRIBUTE, 5), line(real.FILL, 3), line(real.LOSE, 0)]
    assert carry_out(lines, []).days == [[0], [3], [5]]
    lines = [line(real.FILL, 3), line(real.REDISTRIBUTE, 9), line(real.LOSE, 0)]
    assert carry_out(lines, []).days == [[3], [0], [9]]
    lines = [line(real.FILL, 3), line(real.REDISTRIBUTE, 9, 9), line(real.LOSE, 0)]
    assert carry_out(lines, []).days == [[9], [0, 3], [9]]


def test_skip_is_not_touched() -> None:
    lines = [line(real.WIN, 9, due=0), line(real.SKIP, 0), line(real.LOSE, 5)]
    found = carry_out(lines, [])
    assert (found.days, found.plan.win_unsatisfied) == ([[9], [0], [5]], [0])


@pytest.mark.parametrize(
    ("share", "expected"),
    [("rank", [60, 40, 0]), ("proportional", [38, 50, 12]), ("max_min", [40, 40, 20])],
)
def test_fair_shares_of_the_reference(share: str, expected: list[int]) -> None:
    """Reference case A1."""
    wants = [60, 80, 20]
    lines = [line(real.REDISTRIBUTE, *[5] * units) for units in wants]
    held = [*lines[:2], line(real.REDISTRIBUTE, *[5] * 20)]
    found = carry_out(held, [0] * 100, [Share(share)])
    assert [days.count(0) for days in found.days] == expected


def test_a_quota_is_kept_and_what_is_not_used_is_handed_back() -> None:
    lines = [line(real.REDISTRIBUTE, *[0] * 6), line(real.REDISTRIBUTE, 9, 9)]
    plain = carry_out(lines, [], [Share(), Share()], [0, 1])
    assert plain.days == [[0] * 6, [9, 9]]
    kept = carry_out(lines, [], [Share(), Share(units=5)], [0, 1])
    assert kept.days == [[0, 0, 0, 0, 9, 9], [0, 0]]
    assert (kept.plan.used, kept.plan.handed_back) == ([0, 2], [0, 3])
    part = carry_out(lines, [], [Share(), Share(percent=20)], [0, 1])
    assert part.days == [[0, 0, 0, 0, 0, 9], [0, 9]]
    assert (part.plan.used, part.plan.handed_back) == ([0, 1], [0, 0])


def test_what_is_allocated_comes_before_rank() -> None:
    lines = [
        line(real.REDISTRIBUTE, 0, 0, 9),
        One(real.REDISTRIBUTE, NO_FALL_BACK, NEVER, (5, 9), allocated=2),
    ]
    assert carry_out(lines, []).days == [[5, 9, 9], [0, 0]]


def test_equal_days_at_two_places_are_not_swapped() -> None:
    lines = [line(real.REDISTRIBUTE, 0, 0), line(real.REDISTRIBUTE, 0, 0)]
    assert carry_out(lines, []).moves.peg.size == 0


def difference(*rows: tuple[int, int, int]) -> Difference:
    before, after, unit_days = (np.array(column) for column in zip(*rows, strict=True))
    return Difference(np.ones(len(rows), dtype=bool), before, after, unit_days)


def test_limits_leave_whole_products_out_the_best_gain_first() -> None:
    product = np.array([0, 0, 1, 1, 2, 2])
    found = difference((9, 1, -8), (1, 9, 8), (9, 1, -80), (1, 9, 80), (4, 3, -1), (3, 4, 1))
    turn = np.arange(3)
    assert beyond(found, product, Limits(), turn) == {}
    assert beyond(found, product, Limits(lines=5), turn) == {2: "too_many_lines"}
    assert beyond(found, product, Limits(lines=2), turn) == {
        0: "too_many_lines",
        2: "too_many_lines",
    }
    assert beyond(found, product, Limits(slip_days=7), turn) == {
        0: "slip_too_long",
        1: "slip_too_long",
    }
    assert beyond(found, product, Limits(gain_days=2), turn) == {2: "gain_too_small"}


def test_who_stays_keeps_what_was_held() -> None:
    a = np.array
    before = Holdings(a([0, 1, 1]), a([0, 0, 1]), a([5, 2, 3]))
    after = Holdings(a([0, 0, 1]), a([0, 1, 0]), a([2, 3, 5]))
    kept = keep(before, after, a([True, False]))
    assert [column.tolist() for column in kept] == [[0, 1], [0, 0], [5, 5]]
