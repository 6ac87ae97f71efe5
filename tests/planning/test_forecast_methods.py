"""The methods one by one: oracles to the digit, and each series as if it were alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder.planning.forecast import metrics, negative_binomial
from backorder.planning.forecast.intermittent import croston, sba, tsb
from backorder.planning.forecast.smoothing import holt_winters, moving_average, smooth

ORACLE = np.array([0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 2.0])[:, None]


def test_oracles_of_intermittent_methods() -> None:
    assert round(float(croston(ORACLE, 0.1).next[0]), 8) == 1.48712805
    assert round(float(sba(ORACLE, 0.1).next[0]), 8) == 1.41277165
    assert round(float(tsb(ORACLE, 0.1, 0.1).next[0]), 8) == 1.20403379


def by_hand_croston(values: list[int], alpha: float) -> list[float]:
    """Return what follows each value, one number at a time."""
    size = gap = 0.0
    since, found, started = 1, [], False
    for value in values:
        if value > 0:
            size = value if not started else size + alpha * (value - size)
            gap = since if not started else gap + alpha * (since - gap)
            since, started = 1, True
        else:
            since += 1
        found.append(size / gap if started else 0.0)
    return found


@given(st.lists(st.lists(st.integers(0, 9), min_size=12, max_size=12), min_size=1, max_size=4))
def test_many_series_advance_together_as_each_alone(series: list[list[int]]) -> None:
    units = np.array(series, float).T
    grid = np.array([0.1, 0.3])[:, None]
    many = croston(units, grid)
    for place, alpha in enumerate((0.1, 0.3)):
        for column, values in enumerate(series):
            want = by_hand_croston(values, alpha)
            assert many.before[1:, place, column].tolist() == pytest.approx(want[:-1])
            assert many.next[place, column] == pytest.approx(want[-1])
    level = units[0].copy()
    for row in units:
        level += 0.3 * (row - level)
    assert smooth(units, 0.3).next == pytest.approx(level)
    average = moving_average(units, 5)
    assert average.next == pytest.approx(units[-5:].mean(axis=0))
    assert average.before[3] == pytest.approx(units[:3].mean(axis=0))


def test_what_is_not_wanted_any_more_fades_with_tsb_and_not_with_croston() -> None:
    units = np.array([4.0, 0, 4, 0, 4, 0] + [0.0] * 60)[:, None]
    assert float(tsb(units, 0.1, 0.1).next[0]) < 0.02
    assert float(croston(units, 0.1).next[0]) > 1.5


def test_holt_winters_finds_season_and_damped_trend() -> None:
    months = np.arange(60)
    season = 10 * np.sin(2 * np.pi * months / 12)
    units = (100 + season + 0.5 * months)[:, None]
    fit = holt_winters(units, 12, 24, alpha=0.2, beta=0.05, gamma=0.1, damping=0.98)
    expected = 100 + 10 * np.sin(2 * np.pi * np.arange(60, 84) / 12) + 0.5 * np.arange(60, 84)
    assert np.abs(fit.path[:12, 0] - expected[:12]).max() < 4
    gains = np.diff(fit.path[::12, 0])
    assert 0 < gains[0] < 6  # a damped trend gains less than 12 * 0.5
    flat = holt_winters(np.full((36, 1), 7.0), 12, 3, alpha=0.2, beta=0.1, gamma=0.1)
    assert flat.path[:, 0].tolist() == pytest.approx([7.0, 7.0, 7.0])


def mass(k: int, mean: float, size: float) -> float:
    """Return the negative binomial's probability of k by the gamma function."""
    log = math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
    return math.exp(
        log + size * math.log(size / (size + mean)) + k * math.log(mean / (size + mean))
    )


@given(st.floats(0.01, 60), st.floats(0.05, 50), st.sampled_from((0.05, 0.5, 0.8, 0.9, 0.95, 0.99)))
def test_quantiles_are_the_smallest_that_reach_the_level(
    mean: float, size: float, level: float
) -> None:
    found = int(negative_binomial.quantiles(np.array([mean]), np.array([size]), [level])[0, 0])
    below = sum(mass(k, mean, size) for k in range(found))
    assert below < level + 1e-9
    assert below + mass(found, mean, size) > level - 1e-9


@pytest.mark.parametrize("mean", [450.0, 2000.0])
@pytest.mark.parametrize("size", [0.3, 2.0, 30.0, 900.0])
def test_quantiles_of_large_means_are_close(mean: float, size: float) -> None:
    """One percent of the mean at most, wide or narrow."""
    levels = (0.5, 0.8, 0.95, 0.99)
    found = negative_binomial.quantiles(np.array([mean]), np.array([size]), levels)[:, 0]
    below = np.cumsum([mass(k, mean, size) for k in range(int(found.max() * 1.1))])
    exact = np.searchsorted(below, levels)
    assert np.abs(found - exact).max() <= 0.01 * mean


def test_conditional_means_by_the_sum() -> None:
    least = np.array([0.0, 1.0, 4.0, 9.0])
    once, twice = negative_binomial.given_at_least(least, np.full(4, 3.0), np.full(4, 1.5))
    for place, bound in enumerate(least):
        ks = range(int(bound), 400)
        chances = [mass(k, 3.0, 1.5) for k in ks]
        total = sum(chances)
        assert once[place] == pytest.approx(
            sum(k * c for k, c in zip(ks, chances, strict=True)) / total
        )
        square = sum(k * (k - 1) * c for k, c in zip(ks, chances, strict=True)) / total
        assert twice[place] == pytest.approx(square)


def test_measures_to_the_digit() -> None:
    """Reference cases of the metrics."""
    y, f = [0, 3, 0, 0, 5, 0], [1, 2, 1, 1, 4, 1]
    assert metrics.pinball(y, f, 0.8).mean() == pytest.approx(0.4)
    found = metrics.rmsse([[0, 2, 0, 0, 3, 0, 1, 0]], [[0, 1, 0]], [[0.75, 0.75, 0.75]])
    assert round(float(found[0]), 7) == 0.3145764
    assert round(metrics.crps_poisson(5, 3), 6) == 1.313114
    assert round(metrics.crps_poisson(0, 3), 6) == 2.043873


def test_forecasting_nothing_does_not_win() -> None:
    """What comes now and then: nought has the least absolute error, and is no good forecast."""
    rng = np.random.default_rng(3)
    units = rng.poisson(0.3, (500, 60)).astype(float)
    past, future = units[:, :48], units[:, 48:]
    nothing, mean = np.zeros(future.shape), np.full(future.shape, 0.3)
    assert np.abs(future - nothing).mean() < np.abs(future - mean).mean()
    assert np.nanmean(metrics.rmsse(past, future, mean)) < np.nanmean(
        metrics.rmsse(past, future, nothing)
    )


def test_a_series_that_never_moved_has_no_scale() -> None:
    assert np.isnan(metrics.rmsse([[2, 2, 2]], [[1]], [[1]])).all()
    assert np.isnan(metrics.scaled_pinball([[2, 2, 2]], [[1]], [[1]], 0.5)).all()
    assert math.isnan(metrics.bias([0, 0], [1, 1]))
