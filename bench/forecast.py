"""How long forecasts of many products take: local methods alone, and with the shared model.

Run it: ``python -m bench forecast`` (minutes). Demand of each product is negative binomial by week
over two years, most of it now and then, a part of it seasonal; one week in fifty of every tenth
product is sold out. Each run forecasts 13 weeks with three quantiles. The reference forecasts one
product at a time by the same methods, on a sample, in the same process: what it would take for all
is its rate.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from backorder.planning.forecast import OBSERVED, SOLD_OUT, Demand, forecast
from backorder.planning.forecast.shared import available

from .measure import forget_peak, growth, peak_mb
from .report import Goal, Section, Table, note

if TYPE_CHECKING:
    from .sizes import Size

WEEKS, HORIZON = 104, 13
SAMPLE = 100  # products of the reference
SHOWN = {False: "local methods", True: "with the shared model"}


def demand(products: int, seed: int) -> Demand:
    """Return demand as a wholesaler sees it."""
    rng = np.random.default_rng(seed)
    rate, size = np.exp(rng.normal(-0.5, 1.3, products)), rng.gamma(2, 0.7, products) + 0.1
    swing = rng.uniform(0, 0.6, products) * (rng.random(products) < 0.3)
    wave = 1 + swing[:, None] * np.sin(2 * np.pi * np.arange(WEEKS) / 52)
    mean = rate[:, None] * wave
    units = rng.poisson(rng.gamma(size[:, None], mean / size[:, None])).astype(float)
    marks = np.full(units.shape, OBSERVED)
    marks[::10][rng.random(marks[::10].shape) < 1 / 50] = SOLD_OUT
    return Demand.of(units, marks=marks, group=rng.integers(0, 40, products))


def timed(asked: Demand, *, shared: bool) -> tuple[float, float]:
    """Return the seconds of a forecast with its quantiles: on the clock, and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    forecast(asked, HORIZON, use_shared=shared).quantiles()
    return time.perf_counter() - begun, time.process_time() - used


def one_at_a_time(asked: Demand) -> float:
    """Return the processor's seconds a product where each is forecast alone."""
    count = min(SAMPLE, asked.products)
    used = time.process_time()
    for row in range(count):
        forecast(asked.rows(slice(row, row + 1)), HORIZON, use_shared=False).quantiles()
    return (time.process_time() - used) / count


def measure(size: Size, seed: int) -> Section:
    """Forecast ever more products, by local methods alone and with the shared model."""
    table = Table(
        f"Forecasts of {HORIZON} weeks from {WEEKS} with three quantiles, in memory",
        ["what", "products", "s", "products/s", "processor, s", "peak memory, MB"],
    )
    found = Section("forecast", [table])
    for shared in (False, True) if available() else (False,):
        used = []
        for products in size.planned:
            note(f"forecast: {products} products, {SHOWN[shared]}")
            asked = demand(products, seed)
            forget_peak()
            seconds, processor = timed(asked, shared=shared)
            used.append(processor)
            table.rows.append(
                [SHOWN[shared], products, seconds, products / seconds, processor, peak_mb()]
            )
            found.parts[f"{SHOWN[shared]}, {products} products"] = seconds
        exponent = growth(size.planned, used)
        found.goals.append(Goal(f"forecast, growth n^e, {SHOWN[shared]}", exponent, "", most=1.15))
    alone = one_at_a_time(demand(SAMPLE, seed))
    table.rows.append(["local methods, one at a time", SAMPLE, None, 1 / alone, None, None])
    return found
