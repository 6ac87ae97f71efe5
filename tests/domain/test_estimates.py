"""Days at a quantile: against the definition, searched day by day, and against hand-worked days."""

from __future__ import annotations

from datetime import date, timedelta
from math import erfc, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.estimates import QUANTILES, Estimate, days_late, estimate

thorough = settings(deadline=None, max_examples=300)
quantiles = st.sampled_from(QUANTILES)
TODAY = date(2026, 11, 22)
HAIR = 1e-7


def came_by(day: int, after: int | None, spread: int) -> float:
    """Return the chance of having come by a day, given that it had not by the day ``after``."""
    later = erfc(day / spread / sqrt(2)) / 2  # 1 - cdf has no digits there
    open_still = 1.0 if after is None else erfc(after / spread / sqrt(2)) / 2
    return 1 - later / open_still


@thorough
@given(st.integers(0, 120), st.integers(1, 60), quantiles)
def test_it_is_the_first_day_that_has_the_chance(overdue: int, spread: int, quantile: int) -> None:
    overdue = min(overdue, 8 * spread)
    after = overdue - 1 if overdue else None
    late = days_late(overdue, spread, quantile)
    assert came_by(late, after, spread) >= quantile / 100 - HAIR
    if late > overdue:
        assert came_by(late - 1, after, spread) < quantile / 100 + HAIR
    assert late >= overdue


@thorough
@given(st.integers(0, 3000), st.integers(0, 60))
def test_surer_is_never_sooner(overdue: int, spread: int) -> None:
    days = [days_late(overdue, spread, quantile) for quantile in QUANTILES]
    assert days == sorted(days)
    assert days[0] >= overdue


@thorough
@given(st.integers(1, 3000), st.integers(1, 60), quantiles)
def test_waiting_another_day_never_brings_it_sooner(
    overdue: int, spread: int, quantile: int
) -> None:
    assert days_late(overdue, spread, quantile) <= days_late(overdue + 1, spread, quantile)


@thorough
@given(st.integers(-400, 400), quantiles)
def test_without_a_spread_the_stated_day_stands(ahead: int, quantile: int) -> None:
    stated = TODAY + timedelta(days=ahead)
    expected = Estimate(stated, quantile) if ahead >= 0 else Estimate(TODAY, 0)
    assert estimate(stated, 0, TODAY, quantile) == expected


@pytest.mark.parametrize(
    ("stated", "spread", "days"),
    [
        # z is 0, 0.8416 and 1.6449: four days' spread is 3.37 and 6.58 days, rounded up.
        (date(2026, 12, 8), 4, ["2026-12-08", "2026-12-12", "2026-12-15"]),
        # Due today: still taken at its word.
        (date(2026, 11, 22), 4, ["2026-11-22", "2026-11-26", "2026-11-29"]),
        # Due yesterday, half of the chances are gone: the 75th, 90th and 97.5th percentile,
        # 0.6745, 1.2816 and 1.9600 spreads after the stated day.
        (date(2026, 11, 21), 4, ["2026-11-24", "2026-11-27", "2026-11-29"]),
    ],
)
def test_hand_worked_days(stated: date, spread: int, days: list[str]) -> None:
    found = [estimate(stated, spread, TODAY, quantile).day.isoformat() for quantile in QUANTILES]
    assert found == days
