"""Demand that lines and forecasts say together, against what came."""

from __future__ import annotations

import numpy as np
import pytest

from backorder.planning.stock.blending import Forecast, blend
from backorder.planning.stock.positions import Demand
from bench import demand as bench


def test_on_the_weeks_of_a_wholesaler_it_loses_less_than_lines_alone() -> None:
    if not bench.FILE.exists():
        pytest.skip(f"{bench.FILE} is not there")
    found = bench.compare(bench.load(), (20, 27, 34), 4, use_shared=False)
    lines, both = found["lines"], found["blend"]
    assert both.pinball.sum() < 0.99 * lines.pinball.sum()
    assert (both.pinball <= 1.005 * lines.pinball).all()  # at no level does it hurt
    assert (both.coverage >= lines.coverage).all()  # lines alone cover too little


def test_where_nothing_changes_it_loses_no_more() -> None:
    """Steady demand is what the smoothed lines are best at."""
    rng = np.random.default_rng(11)
    rate = rng.gamma(1.0, 2.0, 400) + 0.2
    found = bench.compare(_sold(rate[:, None] * np.ones(60), rng), (40, 50), 4, use_shared=False)
    assert found["blend"].pinball.sum() <= 1.005 * found["lines"].pinball.sum()


def test_what_a_promotion_adds_counts_in_full() -> None:
    one = np.ones(1)
    lines = Demand(one * 2.0, one * 5.0, one * 0.8)
    plain = blend(lines, Forecast(one * 2.0, one * 2.0, one * 9.0))
    assert plain == lines
    lifted = blend(lines, Forecast(one * 6.0, one * 2.0, one * 9.0))
    assert lifted.rate.tolist() == [6.0]
    nothing = blend(lines, Forecast(one * 0.0, one * 0.0, one * 9.0))  # it is discontinued
    assert nothing.rate.tolist() == [1.0]


def _sold(weekly: np.ndarray, rng: np.random.Generator) -> bench.Lines:
    """Return lines of three units on average, as many a day as sell so much a week."""
    daily = np.repeat(weekly / 21.0, 7, axis=1)
    count = rng.poisson(daily)
    product, day = np.nonzero(count)
    times = count[product, day]
    day, product = np.repeat(day, times), np.repeat(product, times)
    order = np.argsort(day, kind="stable")
    return bench.Lines(day[order], product[order], rng.geometric(1 / 3, day.size)[order])
