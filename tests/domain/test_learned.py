"""What was learned of lead times: days by chance and age, against a log-normal and by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backorder.domain.estimates import QUANTILES, estimate
from backorder.domain.learned import Learned

NORMAL = NormalDist()
TODAY = date(2026, 11, 22)
chances = st.floats(0.01, 0.99)


def log_normal(median: float, sigma: float, stated: float = 14) -> Learned:
    p50, p80, p95 = (median * exp(sigma * NORMAL.inv_cdf(chance / 100)) for chance in QUANTILES)
    return Learned(stated, p50, p80, p95, 34)


@given(st.floats(1, 100), st.floats(0.05, 1.5), chances, st.floats(0, 4))
def test_a_log_normal_lead_time_is_exact(
    median: float, sigma: float, chance: float, age: float
) -> None:
    learned, aged = log_normal(median, sigma), age * median
    before = NORMAL.cdf(log(aged / median) / sigma) if aged else 0.0
    assume(before < 0.999_999)
    expected = median * exp(sigma * NORMAL.inv_cdf(before + chance * (1 - before)))
    assert learned.days(chance, aged) == pytest.approx(expected, rel=1e-6)
    assert learned.chance(expected, aged) == pytest.approx(chance, abs=1e-6)


def test_a_purchase_twenty_days_old() -> None:
    """Reference case P7: median 14, sigma 0.3."""
    left = [log_normal(14, 0.3).days(chance / 100, 20) - 20 for chance in QUANTILES]
    assert [round(days, 3) for days in left] == [2.399, 5.412, 9.820]


@given(
    st.floats(1, 50), st.floats(0.01, 2), st.floats(0.01, 2), chances, chances, st.floats(0, 2000)
)
def test_days_ascend_and_lie_beyond_the_age(  # noqa: PLR0913, PLR0917 (the parameters of a case)
    p50: float, first: float, second: float, low: float, high: float, age: float
) -> None:
    learned = Learned(10, p50, p50 * exp(first), p50 * exp(first + second))
    below, above = (learned.days(chance, age) for chance in sorted((low, high)))
    assert age * (1 - 1e-9) <= below <= above


def test_a_purchase_older_than_anything_comes_soon() -> None:
    learned = log_normal(14, 0.05)
    assert 0 < learned.days(0.5, 365) - 365 < 1


def test_the_stated_day_moves_all_of_it() -> None:
    """Stated for a week later than those learned from: a week later, whatever the chance."""
    learned = log_normal(16, 0.2, stated=14)
    usual, later = (
        [estimate(TODAY + timedelta(days=stated), learned, TODAY, q).day for q in QUANTILES]
        for stated in (14, 21)
    )
    assert [(day - TODAY).days for day in usual] == [16, 19, 23]
    assert [(day - TODAY).days for day in later] == [23, 26, 30]


def test_goods_that_usually_come_early_are_expected_early() -> None:
    learned = log_normal(10, 0.1, stated=14)
    assert estimate(TODAY + timedelta(days=14), learned, TODAY, 80).day < TODAY + timedelta(days=12)


def test_the_longer_it_has_not_come_the_later_it_is_expected() -> None:
    learned = log_normal(14, 0.3)
    days = [
        estimate(TODAY, learned, TODAY + timedelta(days=late), 80).day for late in range(-14, 30)
    ]
    assert days == sorted(days)
    assert all(
        day >= TODAY + timedelta(days=late) for late, day in zip(range(-14, 30), days, strict=True)
    )
