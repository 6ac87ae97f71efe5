"""The forecast as a whole: what is censored, promoted, new, going; and what it is worth."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from backorder.connectors.demand_files import read_demand
from backorder.domain.errors import InvalidError
from backorder.planning.forecast import (
    OBSERVED,
    SOLD_OUT,
    UNKNOWN,
    Demand,
    backtest,
    forecast,
    negative_binomial,
    score,
)
from backorder.planning.forecast import censoring as freed
from backorder.planning.forecast import shared as model

DATA = Path(__file__).parents[3] / "shared" / "data"
CARPARTS = DATA / "carparts" / "carparts_monthly_1998-2002.parquet"
WHOLE = os.environ.get("BACKORDER_TORTURE") == "full"
PASTA = DATA / "pasta" / "pasta_daily_2014-2018.parquet"


def wants(path: Path) -> Demand:
    """Return a history, or skip where the file is not there."""
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return read_demand(path)


@pytest.mark.parametrize("seed", [0, 1])
def test_sold_out_periods_are_neither_nought_nor_left_out(seed: int) -> None:
    """Known truth: 500 products, three periods in ten censored. The bias is at most 5 %."""
    rng = np.random.default_rng(seed)
    rate, size = np.exp(rng.normal(1, 1, 500)), rng.gamma(2, 1, 500) + 0.2
    asked = negative_binomial.draw(rng, np.repeat(rate[:, None], 104, 1), size[:, None])
    stock = np.round(rate[:, None] * rng.gamma(3, 0.7, asked.shape))
    stock[rng.random(asked.shape) < 0.03] = 0
    marks = np.where(stock == 0, UNKNOWN, np.where(asked >= stock, SOLD_OUT, OBSERVED))
    sold = np.minimum(asked, stock)
    assert 0.25 < (marks != OBSERVED).mean() < 0.35
    known = freed.unconstrain(Demand.of(sold, marks=marks))
    truth = rate.sum()
    assert sold.mean(axis=1).sum() / truth - 1 < -0.15
    dropped = np.where(marks == OBSERVED, sold, 0).sum(axis=1) / np.maximum(
        (marks == OBSERVED).sum(axis=1), 1
    )
    assert dropped.sum() / truth - 1 < -0.2
    assert abs(known.units.mean(axis=1).sum() / truth - 1) <= 0.05
    made = forecast(Demand.of(sold, marks=marks), 4, use_shared=False)
    assert abs(made.mean.mean(axis=1).sum() / truth - 1) <= 0.05


def test_what_was_seen_stays_as_it_is_and_a_bound_is_kept() -> None:
    demand = Demand.of([[3, 7, 2, 0, 5]], marks=[[0, 1, 0, 2, 0]])
    units = freed.unconstrain(demand).units[0]
    assert units[[0, 2, 4]].tolist() == [3, 2, 5]
    assert units[1] > 7
    assert 2 < units[3] < 8


def test_a_product_that_always_sold_out_does_not_run_away() -> None:
    units = freed.unconstrain(Demand.of(np.full((1, 30), 5.0), marks=np.ones((1, 30)))).units
    assert units.min() > 5
    assert units.max() <= 30


def test_promotions_multiply_what_they_touch() -> None:
    rng = np.random.default_rng(4)
    promoted = np.zeros((40, 120))
    for row in promoted:
        row[rng.choice(104, 10, replace=False)] = 1
    promoted[:, 110] = 1
    units = rng.poisson(8 * (1 + 1.5 * promoted[:, :104])).astype(float)
    made = forecast(Demand.of(units, promoted=promoted), 12, use_shared=False)
    assert made.uplift is not None
    assert made.uplift == pytest.approx(np.full(40, 2.5), rel=0.25)
    assert made.mean[:, 6].mean() == pytest.approx(20, rel=0.08)
    assert made.mean[:, 5].mean() == pytest.approx(8, rel=0.08)
    without = forecast(Demand.of(units, promoted=promoted), 12, use_shared=False,
                       use_promotions=False)  # fmt: skip
    assert without.mean[:, 6].mean() == pytest.approx(9.2, rel=0.1)


def test_an_announced_promotion_counts_where_nothing_is_known() -> None:
    promoted = np.zeros((2, 60))
    promoted[:, 55] = 1
    units = np.full((2, 52), 6.0)
    demand = Demand.of(units, promoted=promoted, announced=1 + promoted * [[2.0], [0.0]])
    made = forecast(demand, 8, use_shared=False)
    assert made.mean[0, 3] == pytest.approx(18, rel=0.02)
    assert made.mean[1, 3] == pytest.approx(6, rel=0.05)


@pytest.mark.parametrize("use_shared", [False, True])
def test_each_promotion_has_the_factor_announced_for_it(use_shared: bool) -> None:
    """Two with factors, and one of which nobody said any: that one is as those of the past."""
    rng = np.random.default_rng(8)
    promoted, announced = np.zeros((40, 70)), np.ones((40, 70))
    promoted[:, [10, 25, 40, 53, 55, 57]] = 1
    announced[:, 53], announced[:, 55] = 1.5, 4.0
    units = rng.poisson(8 * (1 + promoted[:, :52])).astype(float)
    made = forecast(
        Demand.of(units, promoted=promoted, announced=announced), 8, use_shared=use_shared
    )
    mean = made.mean.mean(axis=0)
    loose = 0.15 if use_shared else 0.08
    assert mean[1] == pytest.approx(12, rel=loose)
    assert mean[3] == pytest.approx(32, rel=loose)
    assert mean[5] == pytest.approx(16, rel=loose)
    assert mean[6] == pytest.approx(8, rel=loose)
    assert made.plain[:, 3].mean() == pytest.approx(8, rel=loose)


def test_a_new_product_leans_on_its_siblings() -> None:
    rng = np.random.default_rng(5)
    units = rng.poisson(20, (30, 60)).astype(float)
    units[15:] = rng.poisson(2, (15, 60))
    units[0, :58] = np.nan
    units[0, 58:] = [1, 0]  # two poor weeks do not make it one of the others
    group = np.repeat([0, 1], 15)
    mean = forecast(Demand.of(units, group=group), 4, use_shared=False).mean
    assert 1 < mean[0].mean() < 20
    alone = Demand.of(np.where(np.isnan(units), 0, units), group=group)
    assert mean[0].mean() > 2 * forecast(alone, 4, use_shared=False).mean[0].mean()
    unborn = Demand.of(np.vstack([units, np.full(60, np.nan)]), group=[*group, 0])
    assert forecast(unborn, 4, use_shared=False).mean[-1].mean() == pytest.approx(20, rel=0.15)


def test_what_is_discontinued_fades_to_nothing() -> None:
    units = np.full((2, 52), 8.0)
    mean = forecast(Demand.of(units, ended=[True, False]), 40, use_shared=False).mean
    assert mean[1].tolist() == pytest.approx([8.0] * 40)
    assert mean[0, 3] == pytest.approx(4.0)
    assert mean[0, -1] < 0.01


def test_the_blend_follows_the_method_that_fits() -> None:
    """Season, level shift, and rare sizes: each is forecast by what suits it."""
    rng = np.random.default_rng(6)
    months = np.arange(60)
    wave = rng.poisson(50 + 40 * np.sin(2 * np.pi * months / 12), (20, 60))
    shift = rng.poisson(np.where(months < 36, 30, 5), (20, 60))
    made = forecast(Demand.of(np.vstack([wave, shift]), step="month"), 12, use_shared=False)
    truth = 50 + 40 * np.sin(2 * np.pi * np.arange(60, 72) / 12)
    assert np.abs(made.mean[:20].mean(axis=0) - truth).max() < 12
    assert made.mean[20:].mean() == pytest.approx(5, rel=0.15)
    assert made.weights.sum(axis=1) == pytest.approx(np.ones(40), abs=1e-5)


def test_each_series_is_forecast_as_if_alone_by_local_methods() -> None:
    rng = np.random.default_rng(7)
    units = rng.poisson(rng.gamma(1, 2, (700, 1)), (700, 60)).astype(float)
    whole = forecast(Demand.of(units), 4, use_shared=False).mean
    part = forecast(Demand.of(units[600:]), 4, use_shared=False).mean
    assert whole[600:] == pytest.approx(part)


def test_no_demand_at_all_and_hardly_any_history() -> None:
    for shape in ((2, 1), (2, 3), (3, 60)):
        made = forecast(Demand.of(np.zeros(shape)), 3, use_shared=False)
        assert made.mean.tolist() == np.zeros((shape[0], 3)).tolist()
        assert made.quantiles().max() == 0
    nothing = forecast(Demand.of(np.zeros((0, 10))), 3)
    assert nothing.mean.shape == (0, 3)


@pytest.mark.parametrize(
    "bad",
    [
        {"units": [[-1, 2]]},
        {"units": [[1, 2]], "marks": [[0]]},
        {"units": [[1, 2]], "marks": [[0, 7]]},
        {"units": [[1, 2]], "step": "year"},
        {"units": [[1, 2]], "group": [0, 1]},
        {"units": [[1, 2]], "promoted": [[1]]},
        {"units": [[1, 2]], "holidays": [1]},
        {"units": [[1, 2]], "promoted": [[0, 1]], "announced": [[1]]},
        {"units": [[1, 2]], "announced": [[1, 1]]},
    ],
)
def test_demand_that_makes_no_sense_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(InvalidError) as caught:
        Demand.of(**bad)  # type: ignore[arg-type]
    assert caught.value.code == "bad_demand"


def test_a_backtest_knows_nothing_of_what_comes() -> None:
    rng = np.random.default_rng(8)
    units = rng.poisson(5, (20, 40)).astype(float)
    other = units.copy()
    other[:, 36:] = 99
    one, two = (backtest(Demand.of(y), 4, origins=3, use_shared=False) for y in (units, other))
    assert [each.origin for each in one] == [28, 32, 36]
    assert all((a.mean == b.mean).all() for a, b in zip(one, two, strict=True))
    assert score(one).rmsse < score(two).rmsse
    with pytest.raises(InvalidError) as caught:
        backtest(Demand.of(units), 10, origins=5)
    assert caught.value.code == "too_short"


def test_periods_nobody_saw_are_not_measured() -> None:
    units = np.tile([4.0, 6.0], 20)[None]
    marks = np.zeros(units.shape)
    marks[0, -2:] = UNKNOWN, SOLD_OUT
    outcome = backtest(Demand.of(units, marks=marks), 4, use_shared=False)
    assert np.isnan(outcome[0].actual[0]).tolist() == [False, False, True, True]
    assert 0 < score(outcome).rmsse < 2


def test_the_shared_model_is_the_same_every_time_and_better_on_a_slice() -> None:
    demand = wants(CARPARTS).rows(slice(0, 2674, 6))
    local = score(backtest(demand, 12, use_shared=False))
    first = backtest(demand, 12, use_shared=True)
    again = backtest(demand, 12, use_shared=True)
    assert (first[0].mean == again[0].mean).all()
    assert score(first).pinball < local.pinball
    assert 0.93 < score(first).coverage[3] < 0.99


def test_the_shared_model_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "find_spec", lambda _: None)
    demand = Demand.of(np.ones((4, 30)))
    with pytest.raises(InvalidError) as caught:
        forecast(demand, 2, use_shared=True)
    assert caught.value.code == "needs_extra"
    assert forecast(demand, 2).shared is False


def test_promotions_make_forecasts_of_pasta_better() -> None:
    """A slice of the shop's history: the same model with and without its promotions."""
    pasta = wants(PASTA).rows(slice(0, 118, 8)).until(500)
    with_them = score(backtest(pasta, 28, origins=2, use_shared=False))
    without = score(backtest(pasta, 28, origins=2, use_shared=False, use_promotions=False))
    assert with_them.rmsse < 0.95 * without.rmsse
    assert with_them.pinball < without.pinball


@pytest.mark.slow
@pytest.mark.skipif(not WHOLE, reason="set BACKORDER_TORTURE=full for the whole of both histories")
def test_the_whole_of_carparts_and_pasta() -> None:
    parts = score(backtest(wants(CARPARTS), 12, use_shared=True))
    assert parts.pinball <= 0.365
    assert 0.94 <= parts.coverage[3] <= 0.98
    for shared in (False, True):
        runs = [
            score(backtest(wants(PASTA), 28, origins=4, use_shared=shared, use_promotions=used))
            for used in (True, False)
        ]
        assert runs[0].rmsse < runs[1].rmsse
