"""Rationing against the published cases and against trying out every rule."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from backorder.domain.errors import BackorderError
from backorder.planning.rationing import (
    protect_normal,
    protect_poisson,
    topkis,
    without_rationing,
)

CHANCE, PENALTY = [0.3, 0.4], [10.0, 2.0]


def test_thresholds_and_costs_of_two_classes() -> None:
    """Reference case A4."""
    ration = topkis(CHANCE, PENALTY, periods=12, units=20)
    assert ration.keep[1, 1:].tolist() == [0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    assert ration.keep[0].tolist() == [0] * 13
    assert round(float(ration.cost[12, 5]), 6) == 9.151589
    assert round(float(ration.cost[12, 3]), 6) == 18.696355
    plain = without_rationing(CHANCE, PENALTY, periods=12, units=20)
    assert round(float(plain[12, 5]), 6) == 18.519047
    assert round(float(100 * (ration.cost[12, 5] / plain[12, 5] - 1)), 1) == -50.6


def test_littlewood() -> None:
    """Reference case A5."""
    assert protect_poisson(10, 0.2) == 13
    assert round(protect_normal(100, 20, 0.4), 4) == 105.0669


def test_little_is_kept_where_classes_differ_little_or_nobody_comes() -> None:
    assert protect_poisson(0, 0.5) == 0
    assert protect_poisson(5, 0.999) == 0


def test_a_tiny_ratio_ends() -> None:
    assert 20 < protect_poisson(5, 1e-17) < 200
    assert 900 < protect_poisson(1000, 0.5) < 1100


def expected(keep: tuple[int, ...], units: int) -> float:
    """Return the expected penalty of a rule: class 2 is served with n to go if x > keep[n - 1]."""
    if not keep:
        return 0.0
    *rest, now = keep
    later = expected(tuple(rest), units)
    less = expected(tuple(rest), units - 1) if units else 0.0
    best = less if units else 10.0 + later
    second = less if units > now else 2.0 + later
    return 0.3 * best + 0.4 * second + 0.3 * later


def test_no_rule_of_thresholds_does_better() -> None:
    ration = topkis(CHANCE, PENALTY, periods=4, units=3)
    for units in range(4):
        costs = {keep: expected(keep, units) for keep in product(range(4), repeat=4)}
        assert min(costs.values()) == pytest.approx(ration.cost[4, units])
        one, two, three, four = ration.keep[1, 1:].tolist()
        assert costs[one, two, three, four] == pytest.approx(ration.cost[4, units])


def test_more_stock_costs_less_and_helps_less_and_less() -> None:
    cost = topkis([0.2, 0.2, 0.3], [9.0, 4.0, 1.0], periods=15, units=20).cost[15]
    saves = cost[:-1] - cost[1:]
    assert np.all(saves >= 0)
    assert np.all(np.diff(saves) <= 1e-12)


def test_more_is_kept_from_the_lesser_classes() -> None:
    keep = topkis([0.2, 0.2, 0.3], [9.0, 4.0, 1.0], periods=15, units=20).keep
    assert np.all(keep[0] <= keep[1])
    assert np.all(keep[1] <= keep[2])
    assert keep[2, 15] > keep[1, 15] > 0


@pytest.mark.parametrize(
    ("chance", "penalty"),
    [([0.3], [1, 2]), ([0.6, 0.6], [2, 1]), ([-0.1, 0.2], [2, 1]), ([0.1, 0.2], [1, 2])],
)
def test_classes_that_make_no_sense_are_refused(chance: list[float], penalty: list[float]) -> None:
    for rule in (topkis, without_rationing):
        with pytest.raises(BackorderError) as caught:
            rule(chance, penalty, 3, 3)
        assert caught.value.code == "bad_chance"


@pytest.mark.parametrize("ratio", [0.0, 1.0, -1.0, 2.0])
def test_a_ratio_lies_between_nought_and_one(ratio: float) -> None:
    with pytest.raises(BackorderError):
        protect_poisson(10, ratio)
    with pytest.raises(BackorderError):
        protect_normal(10, 2, ratio)
