"""Are dates kept as often as they say: measured on purchases of the real world, and corrected."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from backorder.planning.lead_times import (
    ALL,
    CHANCES,
    NOT_YET,
    Backtest,
    Groups,
    History,
    age_bucket,
    checks,
    learn,
    pinball,
    reliability,
    seen,
)
from backorder.planning.lead_times.backtest import BY_SUPPLIER, OURS, PLAIN, POOLED
from backorder.planning.lead_times.conformal import bound, has_matured, rank
from backorder.planning.lead_times.recalibration import correction, matured, uncorrected
from backorder.planning.lead_times.rolling import Predicted, rolling
from backorder.planning.lead_times.survival import kaplan_meier
from bench import scms
from tests.support import require


@pytest.fixture(scope="module")
def scms_lines() -> scms.Deliveries:
    require("polars")
    require("SCMS deliveries", present=scms.FILE.exists())
    return scms.load()


@pytest.fixture(scope="module")
def tested(scms_lines: scms.Deliveries) -> Backtest:
    """The second half of SCMS' purchases, each month predicted on what was known at its start."""
    return scms.predicted_from(scms_lines, date(2010, 1, 1))


def test_dates_of_real_purchases_are_kept_as_often_as_they_say(tested: Backtest) -> None:
    assert tested.days.size == 1026
    ours, plain = tested.score(OURS), tested.score(PLAIN)
    assert np.abs(ours.coverage - CHANCES).max() <= 0.03
    assert np.abs(plain.coverage - CHANCES).max() > 0.1  # the correction is what does it
    for rule in (BY_SUPPLIER, POOLED):
        other = tested.score(rule)
        assert np.abs(other.coverage - CHANCES).max() > 0.1
        assert (ours.pinball < other.pinball).all()
        assert ours.pinball.sum() < 0.85 * other.pinball.sum()


def test_so_they_are_from_another_start(scms_lines: scms.Deliveries) -> None:
    found = scms.predicted_from(scms_lines, date(2009, 7, 1))
    assert found.days.size == 1352
    assert np.abs(found.score(OURS).coverage - CHANCES).max() <= 0.03
    assert found.score(OURS).pinball.sum() < 0.85 * found.score(BY_SUPPLIER).pinball.sum()


def test_a_table_says_where_dates_are_kept(tested: Backtest, scms_lines: scms.Deliveries) -> None:
    vendor = scms_lines.groups.supplier[scms_lines.history.item[tested.line]]
    table = reliability(tested.days, tested.predicted[OURS], vendor)
    assert sum(row.lines for row in table) == tested.days.size
    whole = sum(row.lines * row.coverage for row in table) / tested.days.size
    assert whole == pytest.approx(tested.score(OURS).coverage)
    assert age_bucket(tested.days).max() == 5


def test_dirt_is_kept_in_what_is_measured(scms_lines: scms.Deliveries) -> None:
    took = scms_lines.history.came - scms_lines.history.sent
    assert (took <= 0).sum() > 10
    predicted = Predicted(*(np.array([one]) for one in (3.0, 0.5, 10.0)))
    assert predicted.scores(np.array([-4.0])).tolist() == [-np.inf]


def shifting(rng: np.random.Generator) -> tuple[History, Groups]:
    """Return purchases that take half as long again from day 600 on."""
    item = rng.integers(0, 20, 6000)
    sent = np.sort(rng.integers(0, 1000, 6000))
    slower = np.where(sent >= 600, 1.5, 1.0)
    took = np.ceil(20 * slower * np.exp(rng.normal(0, 0.4, 6000)))
    return History.of(item, sent, sent + took), Groups(np.arange(20) % 5, 5)


def test_when_all_grow_slower_the_correction_sees_it_first() -> None:
    history, groups = shifting(np.random.default_rng(4))
    today = 750
    predicted = rolling(history, groups, range(300, today, 30))
    found = correction(history, predicted, today)
    assert (found.scores > uncorrected().scores + 0.3).all()
    later = (history.sent >= today) & (history.sent < today + 60)
    took = (history.came - history.sent)[later]
    learned = learn(history, groups, today).items.days[history.item[later]]
    assert np.abs((took[:, None] <= learned).mean(axis=0) - CHANCES).max() < 0.04


def test_quick_scores_of_a_young_cohort_do_not_pass_for_all() -> None:
    """The pitfall: of what was sent lately only the quick half has come."""
    rng = np.random.default_rng(5)
    sent = np.sort(rng.integers(0, 60, 4000))
    history = History.of(np.zeros(4000), sent, sent + np.ceil(np.exp(rng.normal(4, 0.3, 4000))))
    truth = Predicted(np.full(4000, 4.0), np.full(4000, 0.3), np.full(4000, 1e6))
    today = 90
    known = seen(history, today)
    came = ~known.open
    naive = np.quantile(truth.scores(known.days)[came], 0.8)
    found = correction(history, truth, today, half_life=np.inf)
    assert naive < 0.55
    assert found.scores[1] == pytest.approx(0.84, abs=0.08)
    assert matured(history, truth, today, 30).known == 0  # far more than 1 % are open
    assert matured(history, truth, 400, 200).known == 4000


def test_with_few_purchases_nothing_is_corrected() -> None:
    history = History.of(np.zeros(19), np.zeros(19), np.full(19, 5))
    predicted = Predicted(np.ones(19), np.ones(19), np.full(19, 6.0))
    assert correction(history, predicted, 50).known == 0
    assert correction(history, predicted, 50).scores.tolist() == uncorrected().scores.tolist()


def test_a_quantile_that_nobody_reached_is_not_taken_early() -> None:
    history = History.of(np.zeros(100), np.zeros(100), [5] * 60 + [NOT_YET] * 40)
    predicted = Predicted(np.full(100, 1.6), np.ones(100), np.full(100, 6.0))
    scores = correction(history, predicted, 50).scores
    assert scores[0] < 0.1
    assert scores[1:].tolist() == uncorrected().scores[1:].tolist()


def test_order_statistics() -> None:
    """Reference case P9: of 19 scores the 10th, the 16th and the 19th."""
    assert [rank(19, chance) for chance in CHANCES.tolist()] == [10, 16, 19]
    assert bound(np.arange(1, 20), 0.95) == 19
    assert bound(np.arange(1, 19), 0.95) == np.inf
    assert not has_matured(19, 0)
    assert has_matured(99, 1)
    assert not has_matured(98, 1)


def test_survival_curve_of_a_book() -> None:
    """Reference case P8: the 6-MP arm of Freireich et al., with its published curve."""
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    censored = {3, 5, 7, 8, 11, 12, 13, 16, 17, 18, 19, 20}
    curve = kaplan_meier(weeks, [n not in censored for n in range(21)])
    assert curve.at.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.left.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert curve.quantile(0.5) == 23


def test_weights_count_like_that_many_values() -> None:
    rng = np.random.default_rng(6)
    values, came = rng.integers(1, 9, 40), rng.random(40) < 0.7
    weight = rng.integers(1, 4, 40)
    one = kaplan_meier(values, came, weight)
    other = kaplan_meier(np.repeat(values, weight), np.repeat(came, weight))
    assert one.at.tolist() == other.at.tolist()
    assert one.left == pytest.approx(other.left)


def test_pinball_of_a_book() -> None:
    forecast = np.array([1, 2, 1, 1, 4, 1])[:, None]
    assert pinball([0, 3, 0, 0, 5, 0], forecast, [0.8]) == pytest.approx(0.4)


def test_the_last_year_is_checked_by_supplier_and_by_bucket() -> None:
    rng = np.random.default_rng(7)
    item = rng.integers(0, 20, 8000)
    sent = np.sort(rng.integers(0, 800, 8000))
    took = np.ceil(np.exp(rng.normal(2.5 + 0.05 * item, 0.4)))
    history, groups = History.of(item, sent, sent + took), Groups(np.arange(20) % 5, 5)
    found = checks(history, groups, learn(history, groups, 800), 800)
    whole, *rest = found
    assert (whole.supplier, whole.days_from) == (ALL, ALL)
    of_suppliers = [row for row in rest if row.supplier != ALL]
    by_bucket = [row for row in rest if row.days_from != ALL]
    assert [row.supplier for row in of_suppliers] == [0, 1, 2, 3, 4]
    assert sum(row.lines for row in of_suppliers) == whole.lines
    assert sum(row.lines for row in by_bucket) == whole.lines
    for row in (whole, *of_suppliers):
        assert np.abs(np.array(row.within) / row.lines - CHANCES).max() < 0.06
    assert checks(History.of([], [], []), groups, learn(history, groups, 800), 800) == []
