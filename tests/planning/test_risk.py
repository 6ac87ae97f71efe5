"""The chance to run short against how often it happens."""

from __future__ import annotations

import numpy as np
import pytest

from backorder.planning.risk import first_of, helped, mean_days, receipt_days, risk
from backorder.planning.stock.positions import Demand


def case(seed: int, count: int) -> tuple[np.random.Generator, Demand, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    rate = rng.lognormal(0.3, 1.2, count)
    demand = Demand(rate, rate * (1 + rng.lognormal(0.5, 0.8, count)), 0 * rate)
    stated, spread = rng.integers(2, 30, count).astype(float), rng.uniform(0.5, 5, count)
    return rng, demand, stated, spread


def test_the_chance_is_how_often_it_happens() -> None:
    rng, demand, stated, spread = case(1, 30_000)
    level = rng.uniform(0.4, 2.2, stated.size)
    free = np.rint(demand.rate * stated * level).astype(np.int64)
    found = risk(demand, free, receipt_days(stated, spread), np.ones(free.size))
    comes = np.full(free.size, -1.0)
    while (again := comes <= 0.0).any():  # it has not come until today
        comes[again] = rng.normal(stated[again], spread[again])
    mean, variance = demand.rate * comes, demand.variance * comes
    units = rng.negative_binomial(mean**2 / (variance - mean), mean / variance)
    short = units > free
    edges = np.array([0.0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 1.0])
    bucket = np.digitize(found.chance, edges[1:-1])
    for n in range(edges.size - 1):
        mine = bucket == n
        if mine.sum() >= 300:
            error = 3 * (0.25 / mine.sum()) ** 0.5
            assert short[mine].mean() == pytest.approx(found.chance[mine].mean(), abs=0.015 + error)
    assert np.unique(bucket).size > 5
    missing = np.maximum(units - free, 0)
    assert missing.sum() == pytest.approx(found.units.sum(), rel=0.03)


def test_an_overdue_receipt_is_known_not_to_have_come() -> None:
    days = receipt_days(np.array([-10.0, -1.0, 5.0]), np.array([4.0, 4.0, 4.0]))
    assert (days >= 0).all()
    assert 1 < mean_days(days)[0] < 3  # the tail of a normal beyond two and a half deviations
    rng = np.random.default_rng(2)
    drawn = rng.normal(-1.0, 4.0, 400_000)
    assert mean_days(days)[1] == pytest.approx(drawn[drawn > 0].mean(), rel=0.04)


def test_the_first_of_several_receipts_counts() -> None:
    days = receipt_days(np.array([20.0, 4.0, 9.0]), np.array([2.0, 1.0, 0.0]))
    found = first_of(days, np.array([0, 0, 2]), 3, np.full((3, days.shape[1]), 30.0))
    assert found[0].tolist() == days[1].tolist()
    assert set(found[1].tolist()) == {30.0}
    assert set(found[2].tolist()) == {9.0}


def test_an_earlier_receipt_leaves_less_at_risk() -> None:
    _, demand, stated, spread = case(3, 500)
    free = np.rint(demand.rate * stated).astype(np.int64)
    days = receipt_days(stated, spread)
    value = np.full(free.size, 7.0)
    now = risk(demand, free, days, value).value
    sooner = helped(demand, free, days, value, stated / 2)
    none = helped(demand, free, days, value, np.full(free.size, 999.0))
    assert (sooner <= now + 1e-9).all()
    assert sooner.sum() < 0.4 * now.sum()
    assert none == pytest.approx(now)


def test_what_is_promised_beyond_the_shelf_is_short_already() -> None:
    one = np.ones(2)
    demand = Demand(one, one * 2, 0 * one)
    found = risk(demand, np.array([-3, 4000]), np.full((2, 7), 5.0), one)
    assert found.chance.tolist() == [1.0, 0.0]
    assert found.units[1] == 0.0
    assert found.units[0] == pytest.approx(5.0, rel=1e-3)
