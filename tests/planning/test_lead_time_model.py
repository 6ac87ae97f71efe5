"""The model of lead times: what it recovers, what open purchases add, what becomes of dirt."""

from __future__ import annotations

import math

import numpy as np
import pytest

from backorder.domain.errors import BackorderError
from backorder.planning.lead_times import CHANCES, NOT_YET, Groups, History, fit, learn, seen
from backorder.planning.lead_times.normal import cdf, t_quantile, t_score
from backorder.planning.lead_times.rolling import of_items

ALL_ALIKE = math.inf


def made(  # noqa: PLR0913 (the parameters of a company)
    rng: np.random.Generator,
    *,
    suppliers: int = 40,
    items: int = 120,
    lines: int = 4000,
    spread: float = 0.4,
    days: int = 1000,
) -> tuple[History, Groups, np.ndarray]:
    """Return purchases over some days, and the true median days of each item."""
    supplier = np.arange(items) % suppliers
    mean = rng.normal(3.0, 0.6, suppliers)[supplier] + rng.normal(0, 0.3, items)
    item = rng.integers(0, items, lines)
    sent = np.sort(rng.integers(0, days, lines))
    took = np.ceil(np.exp(rng.normal(mean[item], spread)))
    return History.of(item, sent, sent + took), Groups(supplier, suppliers), np.exp(mean)


def test_what_made_the_purchases_is_found_again() -> None:
    history, groups, median = made(np.random.default_rng(1), lines=20_000)
    found = fit(seen(history, 3000), groups, half_life=ALL_ALIKE)
    assert found.between[0] == pytest.approx(0.36, rel=0.5)
    assert found.between[1] == pytest.approx(0.09, rel=0.4)
    assert math.sqrt(found.within) == pytest.approx(0.4, rel=0.05)
    assert np.abs(found.mean - np.log(median + 0.5)).max() < 0.15


def test_an_item_leans_on_its_supplier_and_a_supplier_on_all() -> None:
    groups = Groups(np.array([0, 0, 1, 2, 0, 1, 0, 1]), 3)
    item = np.repeat([0, 2, 4, 5, 6, 7], 50)
    took = np.repeat([10, 40, 9, 38, 11, 42], 50) + np.tile([-1, 1], 150)
    found = fit(seen(History.of(item, np.zeros(300), took), 100), groups, half_life=ALL_ALIKE)
    known, sibling, other, nobody = np.exp(found.mean[:4])
    assert known == pytest.approx(10, rel=0.02)
    assert other == pytest.approx(40, rel=0.02)
    assert sibling == pytest.approx(10, rel=0.1)
    assert 10 < nobody < 40
    assert found.sd[0] < found.sd[1] < found.sd[3]
    assert found.freedom[:4].tolist() == [56, 6, 56, 6]


def test_open_purchases_say_that_it_takes_longer() -> None:
    """Young history: what has come is the quick part, and medians of it alone are too short."""
    history, groups, median = made(np.random.default_rng(2), lines=6000, days=60)
    today = 60
    known = seen(history, today)
    found = np.exp(fit(known, groups, half_life=ALL_ALIKE).mean)
    closed = known._replace(open=np.zeros_like(known.open))
    only = seen(history.chosen(history.came < today), today)
    naive = np.exp(fit(only, groups, half_life=ALL_ALIKE).mean)
    as_if_come = np.exp(fit(closed, groups, half_life=ALL_ALIKE).mean)
    slow = median > 40
    assert slow.sum() > 10
    assert abs(np.log(found[slow] / median[slow]).mean()) < 0.06
    assert np.log(naive[slow] / median[slow]).mean() < -0.15
    assert np.log(as_if_come[slow] / median[slow]).mean() < -0.15


def test_the_days_cover_what_they_say_on_new_purchases() -> None:
    rng = np.random.default_rng(3)
    history, groups, _ = made(rng, lines=6000, spread=0.5)
    found = of_items(fit(seen(history, 700), groups)).days(t_scores())
    later = history.chosen((history.sent >= 700) & (history.came < NOT_YET))
    covered = ((later.came - later.sent)[:, None] <= found[later.item]).mean(axis=0)
    assert np.abs(covered - CHANCES).max() < 0.03


def t_scores() -> np.ndarray:
    """Return the scores at which nothing is corrected."""
    from backorder.planning.lead_times.recalibration import uncorrected  # noqa: PLC0415

    return uncorrected().scores


def test_purchases_recorded_when_the_goods_were_there_teach_nothing() -> None:
    groups = Groups(np.array([0]), 1)
    clean = History.of(np.zeros(30), np.zeros(30), np.full(30, 20) + np.arange(30) % 5)
    dirt = History.of(np.zeros(40), np.zeros(40), [*clean.came.tolist(), *[0] * 5, *[-3] * 5])
    first, second = (
        fit(seen(one, 100), groups, half_life=ALL_ALIKE).mean[0] for one in (clean, dirt)
    )
    assert first == second


@pytest.mark.parametrize("lines", [0, 1])
def test_little_is_said_of_nothing(lines: int) -> None:
    groups = Groups(np.array([0, 1]), 2)
    found = learn(History.of([0] * lines, [0] * lines, [9] * lines), groups, 50)
    assert np.isfinite(found.items.days).all()
    assert (np.diff(found.items.days, axis=1) > 0).all()
    assert found.corrected.known == 0
    assert found.items.deliveries.tolist() == [lines, 0]


def test_only_what_was_known_on_the_morning_counts() -> None:
    history = History.of([0, 0, 0], [0, 90, 100], [99, 100, 101])
    known = seen(history, 100)
    assert known.days.tolist() == [99, 9]
    assert known.open.tolist() == [False, True]


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(BackorderError) as refused:
        History.of([0, 0], [1], [2])
    assert refused.value.code == "bad_history"


def test_t_agrees_with_tables() -> None:
    """Quantiles of Student's t from the usual table: 80, 95 and 99 %."""
    assert t_quantile([0.8, 0.95, 0.99], 6).round(4).tolist() == [0.9057, 1.9432, 3.1427]
    assert t_quantile([0.8, 0.95, 0.99], 30).round(4).tolist() == [0.8538, 1.6973, 2.4573]
    assert cdf(t_score([-1.9432, 0.0], 6)).round(4).tolist() == [0.05, 0.5]
